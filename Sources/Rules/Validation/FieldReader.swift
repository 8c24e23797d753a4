package import Events
import OrderedCollections

/// Reads the members of an object with their types.
package struct FieldReader {
  /// The members as they were given.
  package let members: JSONObject
  /// The path of the object, for messages.
  package let path: String

  /// A reader of an object at a path.
  package init(members: JSONObject, path: String) {
    self.members = members
    self.path = path
  }

  /// The path of a member, for messages.
  package func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// Whether a member is there and not null.
  package func has(_ key: String) -> Bool { value(key) != nil }

  /// A member; nil when it is missing or null.
  private func value(_ key: String) -> JSON? {
    guard let value = members[key] else { return nil }
    if case .null = value { return nil }
    return value
  }

  /// A text.
  package func string(_ key: String) throws(FieldError) -> String? {
    guard let value = value(key) else { return nil }
    guard let text = value.string else { throw FieldError(name(key), "must be a text") }
    return text
  }

  /// A text that must be there and not be blank.
  package func requiredString(_ key: String) throws(FieldError) -> String {
    guard let text = try string(key) else { throw FieldError(name(key), "is missing") }
    guard text.contains(where: { !$0.isWhitespace }) else { throw FieldError(name(key), "must not be empty") }
    return text
  }

  /// A whole number in a range.
  package func integer(_ key: String, in range: ClosedRange<Int>) throws(FieldError) -> Int? {
    guard let value = value(key) else { return nil }
    guard let number = value.integer, range.contains(number) else {
      let bounds =
        range.upperBound == .max
        ? "at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
      throw FieldError(name(key), "must be a whole number \(bounds)")
    }
    return number
  }

  /// A flag.
  package func bool(_ key: String) throws(FieldError) -> Bool? {
    guard let value = value(key) else { return nil }
    guard let flag = value.bool else { throw FieldError(name(key), "must be true or false") }
    return flag
  }

  /// One of the raw values of a type.
  package func choice<Value: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Value.Type
  ) throws(FieldError) -> Value? where Value.RawValue == String {
    guard let text = try string(key) else { return nil }
    guard let value = Value(rawValue: text) else {
      let choices = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw FieldError(name(key), "must be one of \(choices), not \"\(text)\"")
    }
    return value
  }

  /// A list.
  package func array(_ key: String) throws(FieldError) -> [JSON]? {
    guard let value = value(key) else { return nil }
    guard let elements = value.array else { throw FieldError(name(key), "must be a list") }
    return elements
  }

  /// A list of texts.
  package func strings(_ key: String) throws(FieldError) -> [String]? {
    guard let elements = try array(key) else { return nil }
    var texts: [String] = []
    for (index, element) in elements.enumerated() {
      guard let text = element.string else { throw FieldError("\(name(key))[\(index)]", "must be a text") }
      texts.append(text)
    }
    return texts
  }

  /// A table.
  package func object(_ key: String) throws(FieldError) -> FieldReader? {
    guard let value = value(key) else { return nil }
    guard let inner = value.object else { throw FieldError(name(key), "must be a table") }
    return FieldReader(members: inner, path: name(key))
  }

  /// A list of tables.
  package func objects(_ key: String) throws(FieldError) -> [FieldReader] {
    var readers: [FieldReader] = []
    for (index, element) in try (array(key) ?? []).enumerated() {
      guard let inner = element.object else { throw FieldError("\(name(key))[\(index)]", "must be a table") }
      readers.append(FieldReader(members: inner, path: "\(name(key))[\(index)]"))
    }
    return readers
  }

  /// Refuses members that are not known, with the nearest that is.
  package func refuseUnknown(_ known: Set<String>) throws(FieldError) {
    guard let unknown = members.keys.first(where: { !known.contains($0) }) else { return }
    let hint = RuleKeys.nearest(to: unknown, in: known).map { "; did you mean \($0)?" } ?? ""
    throw FieldError(name(unknown), "is not a known key\(hint)")
  }
}
