import Events
import OrderedCollections

/// Reading members of answers.
extension JSON {
  static func body(of response: AWSResponse) throws(AWSDecodingError) -> JSON {
    guard !response.body.isEmpty else { return .object([:]) }
    do {
      return try JSONReader.read(response.body)
    } catch {
      throw AWSDecodingError("the answer is no JSON: \(error)")
    }
  }

  /// A member that must be there and be a string.
  func text(_ key: String) throws(AWSDecodingError) -> String {
    guard let value = self[key]?.string else { throw AWSDecodingError("the answer lacks \(key)") }
    return value
  }

  /// A member that must be there and be a truth value.
  func flag(_ key: String) throws(AWSDecodingError) -> Bool {
    guard let value = self[key]?.bool else { throw AWSDecodingError("the answer lacks \(key)") }
    return value
  }

  /// The elements of a list; none when it is missing.
  func list(_ key: String) -> [JSON] { self[key]?.array ?? [] }

  /// The strings of a list.
  func texts(_ key: String) -> [String] { list(key).compactMap(\.string) }

  /// A point in time: seconds since 1970 with a fraction, as the JSON protocols write it, or ISO 8601.
  func time(_ key: String) -> Timestamp? {
    guard let value = self[key] else { return nil }
    if let text = value.string { return Timestamp(text) }
    guard let seconds = value.double, abs(seconds) < 9.2e9 else { return nil }
    return Timestamp(milliseconds: Int64((seconds * 1000).rounded()))
  }

  /// The strings of an object.
  func map(_ key: String) -> [String: String] {
    (self[key]?.object ?? [:]).reduce(into: [:]) { result, member in
      if let value = member.value.string { result[member.key] = value }
    }
  }
}

extension JSONObject {
  /// Sets a member unless the value is nil.
  mutating func set(_ key: String, _ value: String?) {
    if let value { self[key] = .string(value) }
  }

  /// Sets a member unless the value is nil.
  mutating func set(_ key: String, _ value: Int?) {
    if let value { self[key] = .number(JSONNumber(value)) }
  }

  /// Sets a member unless the value is nil.
  mutating func set(_ key: String, _ value: [String]?) {
    if let value { self[key] = .array(value.map { .string($0) }) }
  }
}

extension JSONObject {
  /// Sets a point in time, in seconds since 1970, unless the value is nil.
  mutating func set(_ key: String, seconds value: Timestamp?) {
    guard let value else { return }
    let (seconds, rest) = value.milliseconds.quotientAndRemainder(dividingBy: 1000)
    self[key] = .number(rest == 0 ? JSONNumber(Int(seconds)) : JSONNumber(Double(value.milliseconds) / 1000))
  }
}
