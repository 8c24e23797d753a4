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
    let search = AlertSearch(includesBuildingBlocks: true, types: site.engine.types)
    let isForAlerts = isForAlerts
    let week = Timestamp(nanoseconds: site.now.nanoseconds - 7 * 86_400_000_000_000)
    let now = site.now
    let rows = try await site.services.store.asyncRead { reader -> [(String, Int)] in
      if isForAlerts {
        return try reader.alertCounts(by: [field], search, limit: 200).compactMap { bucket in
          bucket.value.map { ($0, bucket.count) }
        }
      }
      let selection = EventSelection(ingested: week...now)
      return try reader.topValues(of: field, limit: 200, selection).values.map { ($0.text, $0.count) }
    }
    return rows.filter { typed.isEmpty || $0.0.lowercased().contains(typed) }.prefix(Self.maximum).map {
      value, count in
      suggestion(value, KQLText.quoted(value) + " ", TimeText.count(count), word)
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
