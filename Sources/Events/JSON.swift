public import OrderedCollections

/// An object of a JSON document. Keys keep the order in which they first appear.
public typealias JSONObject = OrderedDictionary<String, JSON>

/// A JSON value, as RFC 8259 defines it.
public enum JSON: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSON])
  case object(JSONObject)
}

extension JSON {
  /// The text of a string; nil for every other kind.
  public var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The members of an object; nil for every other kind.
  public var object: JSONObject? {
    if case .object(let value) = self { value } else { nil }
  }

  /// The elements of an array; nil for every other kind.
  public var array: [JSON]? {
    if case .array(let value) = self { value } else { nil }
  }

  /// The value of `true` and `false`; nil for every other kind.
  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The value of a number that is a 64-bit integer; nil for every other kind.
  public var integer: Int? {
    if case .number(let value) = self { value.integer } else { nil }
  }

  /// The value of a number; nil for every other kind.
  public var double: Double? {
    if case .number(let value) = self { value.double } else { nil }
  }

  /// The member `key` of an object; nil when there is none or the value is no object.
  public subscript(key: String) -> JSON? {
    object?[key]
  }

  /// The value below nested objects at a dotted path, taken one key at a time; nil when a step is missing.
  public subscript(path path: String) -> JSON? {
    JSON.follow(path, from: self)
  }

  private static func follow(_ path: String, from start: JSON) -> JSON? {
    var value = start
    var rest = path.utf8[...]
    while true {
      let end = rest.firstIndex(of: UInt8(ascii: ".")) ?? rest.endIndex
      guard case .object(let members) = value, let next = members[String(Substring(rest[..<end]))] else {
        return nil
      }
      guard end != rest.endIndex else { return next }
      value = next
      rest = rest[rest.index(after: end)...]
    }
  }
}

extension OrderedDictionary where Key == String, Value == JSON {
  /// The value below nested objects at a dotted path, taken one key at a time; nil when a step is missing.
  public subscript(path path: String) -> JSON? {
    JSON.object(self)[path: path]
  }

  /// Sets the value at a dotted path and creates the objects on the way. A value on the way that is no
  /// object is replaced.
  public mutating func set(_ path: String, to value: JSON) {
    guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")) else {
      self[path] = value
      return
    }
    let key = String(path[path.utf8.index(after: dot)...])
    update(path.utf8[..<dot]) { $0[key] = value }
  }

  /// Changes the object at a dotted path in place, and creates it and the objects on the way when they are missing.
  public mutating func update(_ path: String, _ body: (inout JSONObject) -> Void) {
    update(path.utf8[...], body)
  }

  private mutating func update(_ path: Substring.UTF8View, _ body: (inout JSONObject) -> Void) {
    let dot = path.firstIndex(of: UInt8(ascii: ".")) ?? path.endIndex
    let key = String(Substring(path[..<dot]))
    let index = index(forKey: key)
    var inner: JSONObject = [:]
    // Taking the object out before changing it keeps its storage unique.
    if let index, case .object(let existing) = values[index] {
      inner = existing
      values[index] = .null
    }
    if dot == path.endIndex {
      body(&inner)
    } else {
      inner.update(path[path.index(after: dot)...], body)
    }
    if let index {
      values[index] = .object(inner)
    } else {
      self[key] = .object(inner)
    }
  }
}
