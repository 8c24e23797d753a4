import Crypto
public import Events
import OrderedCollections

/// Plans in the store.
extension ResponsePlan {
  /// The plan as an object.
  public var json: JSON {
    .object([
      "alert": .string(alert), "rule": .string(rule), "playbook": .string(playbook), "subject": subject.json,
      "undoes": undoes.map { .string($0) } ?? .null, "effect": .string(step.effect),
      "calls": .array(step.calls.map(\.json)), "changes": .array(changes.map(\.json)),
      "warnings": .array(step.warnings.map { .string($0) }), "inverse": .array(step.inverse.map(\.json)),
      "expected": .object(step.expected), "before": .object(before.state),
      "details": .object(before.details), "principal_arn": before.principalARN.map { .string($0) } ?? .null,
      "caller": .string(caller), "planned": .string(planned.description),
      "observed": .array(observed.map(\.json)),
    ])
  }

  /// The SHA-256 of the stored plan, in hexadecimal: approvals are given to it.
  static func hash(_ json: JSON) -> String {
    SHA256.hash(data: Array(JSONWriter.text(json).utf8)).hexadecimal
  }

  /// Reads a stored plan. The records of the calls that read the state are not read back.
  init(_ json: JSON) throws(ResponseError) {
    func text(_ name: String) throws(ResponseError) -> String {
      guard let text = json[name]?.string else { throw ResponseError(.damaged, "the plan lacks \(name)") }
      return text
    }
    func object(_ name: String) throws(ResponseError) -> JSONObject {
      guard let object = json[name]?.object else { throw ResponseError(.damaged, "the plan lacks \(name)") }
      return object
    }
    func calls(_ name: String) throws(ResponseError) -> [ResponseCall] {
      guard let list = json[name]?.array else { throw ResponseError(.damaged, "the plan lacks \(name)") }
      var calls: [ResponseCall] = []
      for entry in list { calls.append(try ResponseCall(entry)) }
      return calls
    }
    guard let planned = Timestamp(try text("planned")) else {
      throw ResponseError(.damaged, "the plan does not say when it was made")
    }
    alert = try text("alert")
    rule = try text("rule")
    playbook = try text("playbook")
    subject = try ResponseSubject(json["subject"] ?? .null)
    undoes = json["undoes"]?.string
    step = ResponseStep(
      calls: try calls("calls"), inverse: try calls("inverse"), expected: try object("expected"),
      effect: try text("effect"), warnings: json["warnings"]?.array?.compactMap(\.string) ?? [])
    before = Observation(
      state: try object("before"), details: try object("details"),
      principalARN: json["principal_arn"]?.string)
    caller = try text("caller")
    self.planned = planned
    observed = []
  }
}

extension Sequence where Element == UInt8 {
  /// The bytes in hexadecimal.
  var hexadecimal: String {
    map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }
}
