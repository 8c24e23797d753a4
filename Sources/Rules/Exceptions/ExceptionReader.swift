import Events
import OrderedCollections

/// Reads exception items: Kibana's, and those of our own form.
enum ExceptionReader {
  // MARK: Kibana

  /// An item as Kibana exports it.
  static func kibana(_ object: JSONObject, source: RuleSource) throws(FieldError) -> ExceptionItem {
    let item = FieldReader(members: object, path: "")
    let name = try item.requiredString("name")
    return ExceptionItem(
      name: name, id: try item.string("item_id") ?? name, listID: try item.requiredString("list_id"),
      rules: [],
      condition: .entries(try entries(item)), osTypes: try item.strings("os_types") ?? [],
      expires: try time(item, "expire_time"), owner: try item.string("created_by"),
      reason: try item.string("description"), windows: [], source: source)
  }

  private static func entries(_ item: FieldReader) throws(FieldError) -> [ExceptionEntry] {
    var entries: [ExceptionEntry] = []
    for entry in try item.objects("entries") { entries.append(try self.entry(entry, depth: 0)) }
    guard !entries.isEmpty else { throw FieldError(item.name("entries"), "must have at least one entry") }
    return entries
  }

  private static func entry(_ table: FieldReader, depth: Int) throws(FieldError) -> ExceptionEntry {
    try table.refuseUnknown(["entries", "field", "list", "operator", "type", "value"])
    let field = try table.requiredString("field")
    let sign = try table.string("operator") ?? "included"
    guard sign == "included" || sign == "excluded" else {
      throw FieldError(table.name("operator"), "must be included or excluded, not \"\(sign)\"")
    }
    return ExceptionEntry(field: field, kind: try kind(table, depth), isIncluded: sign == "included")
  }

  private static func kind(_ table: FieldReader, _ depth: Int) throws(FieldError) -> ExceptionEntry.Kind {
    switch try table.requiredString("type") {
    case "match": return .match(try table.requiredString("value"))
    case "match_any":
      guard let values = try table.strings("value"), !values.isEmpty else {
        throw FieldError(table.name("value"), "must be a list of values")
      }
      return .matchAny(values)
    case "exists": return .exists
    case "wildcard": return .wildcard(try table.requiredString("value"))
    case "list":
      guard let list = try table.object("list") else { throw FieldError(table.name("list"), "is missing") }
      return .list(id: try list.requiredString("id"))
    case "nested":
      guard depth == 0 else { throw FieldError(table.name("type"), "nested entries cannot be nested again") }
      var inner: [ExceptionEntry] = []
      for entry in try table.objects("entries") { inner.append(try self.entry(entry, depth: 1)) }
      return .nested(inner)
    case let type:
      throw FieldError(
        table.name("type"), "must be match, match_any, exists, wildcard, list or nested, not \"\(type)\"")
    }
  }

  private static func time(_ table: FieldReader, _ key: String) throws(FieldError) -> Timestamp? {
    guard let text = try table.string(key), !text.isEmpty else { return nil }
    guard let time = Timestamp(text) else {
      throw FieldError(
        table.name(key), "must be a date and time such as 2027-06-30T00:00:00Z, not \"\(text)\"")
    }
    return time
  }

  // MARK: Our own form

  private static let keys: Set<String> = [
    "entries", "expires", "name", "os_types", "owner", "query", "reason", "rules", "window",
  ]

  /// A table `[[exception]]`.
  static func own(_ table: FieldReader, source: RuleSource) throws(FieldError) -> ExceptionItem {
    try table.refuseUnknown(keys)
    let name = try table.requiredString("name")
    var windows: [ChangeWindow] = []
    for window in try table.objects("window") { windows.append(try ChangeWindowReader.read(window)) }
    return ExceptionItem(
      name: name, id: name, listID: nil, rules: try table.strings("rules") ?? [],
      condition: try condition(table, hasWindow: !windows.isEmpty),
      osTypes: try table.strings("os_types") ?? [],
      expires: try time(table, "expires"), owner: try table.string("owner"),
      reason: try table.string("reason"),
      windows: windows, source: source)
  }

  private static func condition(
    _ table: FieldReader, hasWindow: Bool
  ) throws(FieldError) -> ExceptionItem.Condition {
    guard table.has("query") else {
      guard table.has("entries") || !hasWindow else { return .kql("") }
      return .entries(try entries(table))
    }
    if table.has("entries") {
      throw FieldError(table.name("entries"), "cannot stand beside query; give one of them")
    }
    return .kql(try table.requiredString("query"))
  }
}
