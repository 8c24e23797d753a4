import Crypto
import Events
import Foundation
import OrderedCollections
import Rules

/// Rules as they are kept in the store.
enum RuleText {
  /// Members that do not change what a rule does.
  private static let ignored: Set<String> = [
    "enabled", "version", "revision", "id", "created_at", "created_by", "updated_at", "updated_by",
    "execution_summary",
    "immutable", "rule_source",
  ]

  /// Everything that a rule says, as one JSON object.
  static func text(_ rule: Rule) -> String {
    var object: JSONObject = ["rule": .object(rule.fields)]
    for (name, table) in [
      ("metadata", rule.metadata), ("transform", rule.transform), ("investigation", rule.investigation),
    ] where !table.isEmpty {
      object[name] = .object(table)
    }
    return JSONWriter.text(.object(object))
  }

  /// What tells versions of a rule apart: the SHA-256 of what it says, whatever the order of members, in hexadecimal.
  static func hash(_ rule: Rule) -> String {
    var fields = rule.fields
    for name in ignored { fields[name] = nil }
    let whole: JSON = [
      "rule": .object(fields), "transform": .object(rule.transform),
      "investigation": .object(rule.investigation),
    ]
    let digest = SHA256.hash(data: Data(JSONWriter.text(sorted(whole)).utf8))
    return digest.map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
  }

  /// A value whose objects have their members in the order of their names.
  private static func sorted(_ value: JSON) -> JSON {
    switch value {
    case .object(let members):
      var result: JSONObject = [:]
      for key in members.keys.sorted() { result[key] = members[key].map { sorted($0) } }
      return .object(result)
    case .array(let elements): return .array(elements.map { sorted($0) })
    case .null, .bool, .number, .string: return value
    }
  }

  /// A rule from its text.
  ///
  /// - Throws: `RuleError` when it is none.
  static func rule(_ text: String, path: String) throws(RuleError) -> Rule {
    let json: JSON
    do throws(JSONError) {
      json = try JSONReader.read(text)
    } catch {
      throw RuleError(path: path, message: "invalid JSON: \(error)")
    }
    return try Rule(stored: json.object ?? [:], source: RuleSource(path: path))
  }
}
