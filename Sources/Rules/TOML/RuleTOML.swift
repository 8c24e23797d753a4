import Events
import OrderedCollections

/// Rules as TOML, in the layout of Elastic's detection-rules repository with our `[[test]]` and `[[investigation.step]]`.
///
/// Layout: https://github.com/elastic/detection-rules, `detection_rules/rule.py`.
enum RuleTOML {
  /// Reads a rule file.
  ///
  /// - Throws: `RuleError` with file, line and field.
  static func read(_ text: String, path: String) throws(RuleError) -> RuleFile {
    let file = try TOMLText.read(text, path: path)
    do throws(FieldError) {
      return try decode(file, path: path)
    } catch {
      let line = KeyLocator(text).line(of: error.field)
      throw RuleError(path: path, line: line, field: error.field, message: error.message)
    }
  }

  private static func decode(_ file: JSONObject, path: String) throws(FieldError) -> RuleFile {
    let top = FieldReader(members: file, path: "")
    try top.refuseUnknown(RuleKeys.file)
    guard let table = try top.object("rule") else {
      throw FieldError("rule", "is missing: a rule file needs a [rule] table")
    }
    let metadata = try top.object("metadata")
    try metadata?.refuseUnknown(RuleKeys.metadata)
    let transform = try top.object("transform")
    try transform?.refuseUnknown(["investigate", "osquery"])
    let investigation = try top.object("investigation")
    if let investigation { try InvestigationReader.check(investigation) }
    let decoder = RuleDecoder(fields: try apiForm(table), path: "rule")
    let rule = try decoder.rule(
      metadata: metadata?.members ?? [:], transform: transform?.members ?? [:],
      investigation: investigation?.members ?? [:], source: RuleSource(path: path))
    return RuleFile(rule: rule, tests: try tests(top))
  }

  /// Elastic's files write new terms as a table; the API has two members.
  private static func apiForm(_ table: FieldReader) throws(FieldError) -> JSONObject {
    guard let newTerms = try table.object("new_terms") else { return table.members }
    try newTerms.refuseUnknown(["field", "value", "history_window_start"])
    guard try newTerms.string("field") == "new_terms_fields", newTerms.has("value") else {
      throw FieldError(newTerms.name("field"), "must be \"new_terms_fields\", with the fields as value")
    }
    guard let start = try newTerms.objects("history_window_start").first,
      start.members["field"] == "history_window_start"
    else {
      throw FieldError(
        newTerms.name("history_window_start"), "needs a field \"history_window_start\" and a value")
    }
    var fields = table.members
    fields["new_terms"] = nil
    fields["new_terms_fields"] = newTerms.members["value"]
    fields["history_window_start"] = .string(try start.requiredString("value"))
    return fields
  }

  private static func tests(_ top: FieldReader) throws(FieldError) -> [RuleTest] {
    var tests: [RuleTest] = []
    for test in try top.objects("test") {
      try test.refuseUnknown(RuleKeys.test)
      let name = try test.requiredString("name")
      guard let alerts = try test.integer("alerts", in: 0...(.max)) else {
        throw FieldError(test.name("alerts"), "is missing: say how many alerts are expected, 0 for none")
      }
      let events = try test.strings("events") ?? []
      for (index, event) in events.enumerated() { try checkEvent(event, "\(test.name("events"))[\(index)]") }
      let files = try test.strings("files") ?? []
      guard !events.isEmpty || !files.isEmpty else {
        throw FieldError(test.name("events"), "is missing: a test needs events or files")
      }
      tests.append(
        RuleTest(
          name: name, alerts: alerts, events: events, files: files,
          indicators: try test.strings("indicators") ?? []))
    }
    return tests
  }

  private static func checkEvent(_ text: String, _ field: String) throws(FieldError) {
    let value: JSON
    do throws(JSONError) {
      value = try JSONReader.read(text)
    } catch {
      throw FieldError(field, "is not JSON: \(error)")
    }
    guard value.object != nil else { throw FieldError(field, "must be a JSON object") }
  }
}
