import Engine
import Events
import Foundation
import OrderedCollections
import Query
import Storage

/// Helps people who type a query: says what is wrong with it, and completes fields and values.
struct QueryAssist {
  private let query: String
  private let caret: Int
  private let language: String
  private let isForAlerts: Bool
  private let site: PageSite

  /// So many suggestions are made.
  private static let maximum = 12
  /// Of so many values those that fit are suggested.
  private static let maximumValues = 20_000
  /// Values that no column holds are looked for in so many of the latest alerts.
  private static let latestAlerts = 1000
  /// Values of events are looked for in so many of the latest, fewer where events must be read for it.
  private static let latestEvents: Int64 = 20_000
  private static let latestRead: Int64 = 2000

  init(_ parameters: FormBody, site: PageSite) {
    query = parameters["q"] ?? ""
    caret = parameters["caret"].flatMap(Int.init) ?? query.utf16.count
    language = parameters["lang"] ?? "kuery"
    isForAlerts = parameters["for"] == "alerts"
    self.site = site
  }

  /// What is wrong, and what could follow.
  ///
  /// - Throws: `StoreError`.
  func answer() async throws -> JSONObject {
    var answer: JSONObject = ["suggestions": .array(try await suggestions())]
    if let problem = problem() {
      answer["problem"] = .string(problem.text)
      if let excerpt = problem.excerpt { answer["excerpt"] = .string(excerpt) }
    }
    return answer
  }

  private func problem() -> QueryText.Problem? {
    guard !query.allSatisfy(\.isWhitespace) else { return nil }
    do {
      switch language {
      case "eql": _ = try EQLParser.parse(query)
      case "esql":
        var compiler = ESQLCompiler(types: site.engine.types, now: site.now)
        _ = try compiler.compile(try ESQLParser.parse(query))
      default:
        _ = try KQLCompiler(types: site.engine.types, now: site.now).compile(try KQLParser.parse(query))
      }
      return nil
    } catch {
      return QueryText.Problem(error)
    }
  }

  // MARK: Suggestions

  private func suggestions() async throws -> [JSON] {
    let units = Array(query.utf16.prefix(max(0, caret)))
    let before = String(decoding: units, as: UTF16.self)
    let word = Self.lastWord(before)
    let rest = before.dropLast(word.count)
    if language == "kuery", let field = Self.field(before: rest) {
      return try await values(of: field, word)
    }
    return fields(word)
  }

  private func fields(_ word: Substring) -> [JSON] {
    guard !word.isEmpty else { return [] }
    let lowered = word.lowercased()
    let known = FieldNames.events + (isForAlerts ? FieldNames.alerts : [])
    let found =
      known.filter { $0.lowercased().hasPrefix(lowered) }
      + known.filter {
        !$0.lowercased().hasPrefix(lowered) && $0.lowercased().contains(lowered)
      }
    let ending = language == "kuery" ? ": " : language == "eql" ? " == " : " "
    return found.prefix(Self.maximum).map { suggestion($0, $0 + ending, "field", word) }
  }

  private func values(of field: String, _ word: Substring) async throws -> [JSON] {
    let typed = word.trimmingPrefix("\"").lowercased()
    let isForAlerts = isForAlerts
    let found = try await site.services.store.asyncRead { reader -> (rows: [(String, Int)], of: Int?) in
      if isForAlerts {
        let (values, lookedAt) = try reader.frequentAlertValues(
          of: field, latest: Self.latestAlerts, limit: Self.maximumValues)
        return (values.compactMap { bucket in bucket.value.map { ($0, bucket.count) } }, lookedAt)
      }
      let end = try reader.lastSeq() + 1
      let latest = reader.hasColumn(field) ? Self.latestEvents : Self.latestRead
      let selection = EventSelection(seq: max(0, end - latest)..<end)
      let values = try reader.topValues(of: field, limit: Self.maximumValues, selection).values
      return (values.map { ($0.text, $0.count) }, Int(min(latest, end)))
    }
    return found.rows.filter { typed.isEmpty || $0.0.lowercased().contains(typed) }.prefix(Self.maximum).map {
      value, count in
      let share = found.of.map { " of the latest \(TimeText.count($0))" } ?? ""
      return suggestion(value, KQLText.quoted(value) + " ", TimeText.count(count) + share, word)
    }
  }

  private func suggestion(_ label: String, _ text: String, _ kind: String, _ word: Substring) -> JSON {
    [
      "label": .string(label), "text": .string(text), "kind": .string(kind),
      "replaces": .number(JSONNumber(word.utf16.count)),
    ]
  }

  /// The word that ends where the caret stands.
  private static func lastWord(_ text: String) -> Substring {
    var start = text.endIndex
    while start > text.startIndex {
      let previous = text.index(before: start)
      if text[previous].isWhitespace || "():<>=,|".contains(text[previous]) { break }
      start = previous
    }
    return text[start...]
  }

  /// The field whose value is being typed; nil when no value is.
  private static func field(before rest: Substring) -> String? {
    var text = rest
    while let last = text.last, last.isWhitespace { text.removeLast() }
    guard text.last == ":" else { return nil }
    text.removeLast()
    while let last = text.last, last.isWhitespace { text.removeLast() }
    let name = lastWord(String(text))
    return name.isEmpty ? nil : String(name)
  }
}
