import Events
import OrderedCollections
import Rules

/// The queries of a guide that Elastic's rules bring: `transform.investigate` in rule files, `!{investigate{…}}` in guides
/// that Kibana exported. Each one is asked of the source, and its place in the guide shows the answer.
struct GuideQueries: Sendable {
  /// One query.
  struct Entry: Sendable {
    let label: String
    let description: String
    /// The query in KQL with `{{field}}` for values of the alert; nil when it has a part that cannot be said in KQL.
    let kql: String?
    let from: String
    let to: String
    /// What stands for it in the guide.
    let placeholder: String
  }

  private static let maximum = 50

  let entries: [Entry]

  init(alert: AlertDocument, rule: Rule?) {
    let guide = alert.guide.isEmpty ? rule?.fields["note"]?.string ?? "" : alert.guide
    let plugins = Self.plugins(in: guide)
    let fromTransform = (rule?.transform["investigate"]?.array ?? []).enumerated().map { number, entry in
      Self.entry(entry, placeholder: "$investigate_\(number)")
    }
    entries = Array((plugins.isEmpty ? fromTransform : plugins).prefix(Self.maximum))
  }

  /// The title of the result of an entry.
  static func title(_ number: Int, _ entry: Entry) -> String { "Query \(number + 1): \(entry.label)" }

  /// The results.
  func findings(_ context: InvestigationContext) -> [Finding] {
    entries.enumerated().map { number, entry in
      var finding = Finding("events", title: Self.title(number, entry), question: entry.label)
      finding.meaning = entry.description
      do throws(EvidenceError) {
        try Self.answer(entry, context, &finding)
      } catch {
        finding.answer = "This query could not be asked."
        finding.incomplete.append("\(error)")
      }
      return finding
    }
  }

  private static func answer(_ entry: Entry, _ context: InvestigationContext, _ finding: inout Finding)
    throws(EvidenceError)
  {
    guard let kql = entry.kql else {
      finding.answer = "This query has a part that cannot be asked here."
      finding.incomplete.append("the query uses a kind of filter that is not supported")
      return
    }
    let filled = Template.fill(kql, context.alert, context.document)
    finding.query = filled.text
    guard filled.missing.isEmpty else {
      finding.answer = "The alert has no \(Words.list(filled.missing)), so the query cannot be asked."
      finding.incomplete.append("the alert has no value for \(Words.list(filled.missing))")
      return
    }
    guard let first = DateMath(entry.from)?.resolve(now: context.event.time),
      let last = DateMath(entry.to)?.resolve(now: context.event.time, rounding: .up), first <= last
    else {
      throw EvidenceError(place: entry.label, message: "the period \(entry.from) to \(entry.to) is none")
    }
    let page = try context.ask(filled.text, first...last, limit: 200)
    EventsCollector.describe(page, &finding)
    context.ground(&finding, first...last, page)
  }

  // MARK: Reading

  private static func entry(_ json: JSON, placeholder: String) -> Entry {
    Entry(
      label: json["label"]?.string ?? "Query", description: json["description"]?.string ?? "",
      kql: kql(json["providers"]?.array ?? []), from: json["relativeFrom"]?.string ?? "now-24h",
      to: json["relativeTo"]?.string ?? "now", placeholder: placeholder)
  }

  /// One of the groups holds, and in it every filter.
  private static func kql(_ groups: [JSON]) -> String? {
    var alternatives: [String] = []
    for group in groups.prefix(20) {
      var conditions: [String] = []
      for filter in (group.array ?? [group]).prefix(50) {
        guard let condition = condition(filter) else { return nil }
        conditions.append(condition)
      }
      if !conditions.isEmpty { alternatives.append("(\(conditions.joined(separator: " and ")))") }
    }
    return alternatives.joined(separator: " or ")
  }

  private static func condition(_ filter: JSON) -> String? {
    guard let field = filter["field"]?.string, isField(field) else { return nil }
    let negation = filter["excluded"]?.bool == true ? "not " : ""
    switch filter["queryType"]?.string ?? "phrase" {
    case "exists": return "\(negation)\(field): *"
    case "phrase":
      guard let value = filter["value"].flatMap(FieldText.first) else { return nil }
      return "\(negation)\(field): \(quoted(value))"
    case "phrases":
      let values = values(filter["value"])
      return values.isEmpty ? nil : "\(negation)\(field): (\(values.map(quoted).joined(separator: " or ")))"
    case "range": return range(filter["value"], field).map { negation + $0 }
    default: return nil
    }
  }

  private static func values(_ json: JSON?) -> [String] {
    if let elements = json?.array { return elements.compactMap(FieldText.first) }
    guard let text = json?.string else { return [] }
    // Lists stand there as JSON inside a text.
    return (try? JSONReader.read(text))?.array?.compactMap(FieldText.first) ?? [text]
  }

  private static func range(_ json: JSON?, _ field: String) -> String? {
    let bounds = json?.object ?? json?.string.flatMap { (try? JSONReader.read($0))?.object }
    let parts = [("gte", ">="), ("gt", ">"), ("lte", "<="), ("lt", "<")].compactMap { key, sign in
      bounds?[key].flatMap(FieldText.first).map { "\(field) \(sign) \(KQL.quoted($0))" }
    }
    return parts.isEmpty ? nil : "(\(parts.joined(separator: " and ")))"
  }

  /// A template is quoted when it is filled.
  private static func quoted(_ value: String) -> String {
    value.hasPrefix("{{") && value.hasSuffix("}}") ? value : KQL.quoted(value)
  }

  /// Names of fields come from rule files and must not bring syntax along.
  private static func isField(_ text: String) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy { scalar in
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
          || "._-@".unicodeScalars.contains(scalar)
      }
  }

  /// The queries that stand in a guide as Kibana writes them.
  private static func plugins(in guide: String) -> [Entry] {
    var (entries, rest) = ([Entry](), guide[...])
    while entries.count < maximum, let open = rest.firstRange(of: "!{investigate{") {
      let start = guide.index(before: open.upperBound)
      guard let end = closing(guide[start...]) else { break }
      let text = guide[start...end]
      rest = guide[guide.index(after: end)...]
      guard let json = try? JSONReader.read(String(text)), rest.first == "}" else { continue }
      entries.append(entry(json, placeholder: "!{investigate\(text)}"))
    }
    return entries
  }

  /// The brace that closes the first one; braces in strings do not count.
  private static func closing(_ text: Substring) -> Substring.Index? {
    var (depth, isString, isEscaped) = (0, false, false)
    for index in text.indices {
      let character = text[index]
      if isString {
        if isEscaped {
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == "\"" {
          isString = false
        }
        continue
      }
      switch character {
      case "\"": isString = true
      case "{": depth += 1
      case "}":
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
    }
    return nil
  }
}
