import Foundation
import TestSupport

/// The KQL queries of the rule collection beside the repository, where it is there. Nothing of it belongs to
/// the project.
enum ReferenceRules {
  /// A rule's query.
  struct Rule: Sendable {
    let path: String
    let type: String
    let query: String
    let threatQuery: String?
  }

  /// The rules whose language is KQL.
  static func load() throws -> [Rule] {
    guard let root = SharedData.folder?.appending(path: "elastic-rules") else { return [] }
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path).sorted()
    return try paths.filter { $0.hasSuffix(".toml") }.compactMap { path in
      let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
      // Tables before the rule's own hold queries in other languages.
      return text.range(of: "\n[rule]\n").flatMap { rule(String(text[$0.upperBound...]), path) }
    }
  }

  private static func rule(_ text: String, _ path: String) -> Rule? {
    let kinds: Set<String> = ["query", "threshold", "new_terms", "threat_match"]
    guard let type = value("type", in: text), kinds.contains(type),
      (value("language", in: text) ?? "kuery") == "kuery", let query = value("query", in: text)
    else { return nil }
    return Rule(path: path, type: type, query: query, threatQuery: value("threat_query", in: text))
  }

  /// The first value of a key at the beginning of a line: a TOML string of any of the four kinds.
  private static func value(_ key: String, in text: String) -> String? {
    guard let start = ("\n" + text).range(of: "\n\(key) = ") else { return nil }
    let rest = ("\n" + text)[start.upperBound...]
    for quotes in ["'''", "\"\"\"", "'", "\""] where rest.hasPrefix(quotes) {
      return string(rest.dropFirst(quotes.count), quotes)
    }
    return nil
  }

  private static func string(_ rest: Substring, _ quotes: String) -> String? {
    var rest = rest
    if quotes.count == 3, rest.first == "\n" { rest = rest.dropFirst() }
    guard quotes.first == "\"" else { return rest.range(of: quotes).map { String(rest[..<$0.lowerBound]) } }
    var result = ""
    while let character = rest.first {
      if rest.hasPrefix(quotes) { return result }
      rest = rest.dropFirst()
      guard character == "\\", let escaped = rest.popFirst() else {
        result.append(character)
        continue
      }
      result.append(["n": "\n", "t": "\t", "r": "\r"][escaped] ?? escaped)
    }
    return nil
  }
}
