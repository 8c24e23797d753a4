public import Events
import Foundation
import OrderedCollections

/// An IAM policy.
///
/// Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
public struct PolicyDocument: Sendable {
  /// One statement.
  struct Statement: Sendable {
    /// `Sid`, or the number of the statement, counted from 1.
    let name: String
    /// Whether it allows; otherwise it denies.
    let allows: Bool
    /// Patterns of actions; those that are meant or those that are not.
    let actions: (patterns: [String], isNegated: Bool)
    /// Patterns of resources; nil in policies of resources and roles that have none.
    let resources: (patterns: [String], isNegated: Bool)?
    /// Principals by kind, `AWS`, `Service`, `Federated`; `*` is of kind `AWS`. Nil in policies of identities.
    let principals: (names: [(kind: String, name: String)], isNegated: Bool)?
    /// Conditions: operator, key, values.
    let conditions: [(operation: String, key: String, values: [String])]
  }

  /// The name that people read.
  public let name: String
  let statements: [Statement]

  private static let maximum = (statements: 500, values: 2000)

  /// Reads a policy.
  ///
  /// - Throws: `EvidenceError` naming the statement and what is wrong with it.
  public init(_ json: JSON, name: String) throws(EvidenceError) {
    self.name = name
    guard let object = json.object, let content = object["Statement"] else {
      throw EvidenceError(place: name, message: "is no policy: it has no Statement")
    }
    if let version = object["Version"]?.string, !["2012-10-17", "2008-10-17"].contains(version) {
      throw EvidenceError(place: name, message: "has the unknown version \"\(version)\"")
    }
    let elements = content.array ?? [content]
    guard elements.count <= Self.maximum.statements else {
      throw EvidenceError(
        place: name, message: "has \(elements.count) statements; \(Self.maximum.statements) are read")
    }
    var statements: [Statement] = []
    for (number, element) in elements.enumerated() {
      statements.append(try Self.statement(element, number + 1, name))
    }
    self.statements = statements
  }

  /// Reads the text of a policy, as files have it or percent-encoded as some calls of IAM return it.
  ///
  /// - Throws: `EvidenceError` when it is no JSON or no policy.
  public init(text: String, name: String) throws(EvidenceError) {
    let plain = text.hasPrefix("%7B") || text.hasPrefix("%7b") ? text.removingPercentEncoding ?? text : text
    let json: JSON
    do throws(JSONError) {
      json = try JSONReader.read(plain)
    } catch {
      throw EvidenceError(place: name, message: "is no JSON: \(error)")
    }
    try self.init(json, name: name)
  }

  private static func statement(_ json: JSON, _ number: Int, _ policy: String) throws(EvidenceError)
    -> Statement
  {
    let name = json["Sid"]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? "statement \(number)"
    let place = "\(policy): \(name)"
    guard let effect = json["Effect"]?.string, effect == "Allow" || effect == "Deny" else {
      throw EvidenceError(place: place, message: "Effect must be Allow or Deny")
    }
    guard let actions = try pair(json, "Action", "NotAction", place) else {
      throw EvidenceError(place: place, message: "has neither Action nor NotAction")
    }
    return Statement(
      name: name, allows: effect == "Allow", actions: actions,
      resources: try pair(json, "Resource", "NotResource", place), principals: try principals(json, place),
      conditions: try conditions(json["Condition"], place))
  }

  private static func pair(
    _ json: JSON, _ key: String, _ negated: String, _ place: String
  ) throws(EvidenceError) -> (patterns: [String], isNegated: Bool)? {
    if let value = json[key] { return (try texts(value, "\(place): \(key)"), false) }
    if let value = json[negated] { return (try texts(value, "\(place): \(negated)"), true) }
    return nil
  }

  private static func principals(
    _ json: JSON, _ place: String
  ) throws(EvidenceError) -> (names: [(kind: String, name: String)], isNegated: Bool)? {
    guard let value = json["Principal"] ?? json["NotPrincipal"] else { return nil }
    let isNegated = json["Principal"] == nil
    if value.string == "*" { return ([("AWS", "*")], isNegated) }
    guard let kinds = value.object else {
      throw EvidenceError(place: place, message: "Principal must be \"*\" or an object")
    }
    var names: [(kind: String, name: String)] = []
    for (kind, value) in kinds {
      names += try texts(value, "\(place): Principal.\(kind)").map { (kind, $0) }
    }
    return (names, isNegated)
  }

  private static func conditions(
    _ json: JSON?, _ place: String
  ) throws(EvidenceError) -> [(operation: String, key: String, values: [String])] {
    guard let json, json != .null else { return [] }
    guard let operations = json.object else {
      throw EvidenceError(place: place, message: "Condition must be an object")
    }
    var result: [(operation: String, key: String, values: [String])] = []
    for (operation, keys) in operations {
      guard let members = keys.object else {
        throw EvidenceError(place: place, message: "Condition.\(operation) must be an object")
      }
      for (key, value) in members {
        result.append((operation, key, try texts(value, "\(place): Condition.\(operation).\(key)")))
      }
    }
    return result
  }

  private static func texts(_ json: JSON, _ place: String) throws(EvidenceError) -> [String] {
    let elements = json.array ?? [json]
    guard elements.count <= maximum.values else {
      throw EvidenceError(place: place, message: "has \(elements.count) values; \(maximum.values) are read")
    }
    var result: [String] = []
    for element in elements {
      guard let text = FieldText.first(element), element.array == nil else {
        throw EvidenceError(place: place, message: "must be a text or a list of texts")
      }
      result.append(text)
    }
    return result
  }
}
