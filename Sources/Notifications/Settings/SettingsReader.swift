import Events
import OrderedCollections
import Rules

/// Reads the members of a table of settings with their types. Values do not appear in messages: they may be secret.
struct SettingsReader {
  let members: JSONObject
  let path: String

  func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  func has(_ key: String) -> Bool { members[key].map { $0 != .null } ?? false }

  func allowOnly(_ known: [String]) throws(SettingsError) {
    guard let unknown = members.keys.first(where: { !known.contains($0) }) else { return }
    throw SettingsError(
      name(unknown), "is not a known key; known are \(known.sorted().joined(separator: ", "))")
  }

  func text(_ key: String) throws(SettingsError) -> String? {
    guard has(key), let value = members[key] else { return nil }
    guard let text = value.string, !text.isEmpty else { throw SettingsError(name(key), "must be a text") }
    return text
  }

  func requiredText(_ key: String) throws(SettingsError) -> String {
    guard let text = try text(key) else { throw SettingsError(name(key), "is missing") }
    return text
  }

  /// A text that goes into a line of a protocol.
  func line(_ key: String) throws(SettingsError) -> String? {
    guard let text = try text(key) else { return nil }
    guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      throw SettingsError(name(key), "must not have control characters")
    }
    return text
  }

  func requiredLine(_ key: String) throws(SettingsError) -> String {
    guard let text = try line(key) else { throw SettingsError(name(key), "is missing") }
    return text
  }

  func texts(_ key: String) throws(SettingsError) -> [String]? {
    guard has(key), let value = members[key] else { return nil }
    guard let list = value.array else { throw SettingsError(name(key), "must be a list of texts") }
    var texts: [String] = []
    for element in list {
      guard let text = element.string else { throw SettingsError(name(key), "must be a list of texts") }
      texts.append(text)
    }
    return texts
  }

  func flag(_ key: String) throws(SettingsError) -> Bool? {
    guard has(key), let value = members[key] else { return nil }
    guard let flag = value.bool else { throw SettingsError(name(key), "must be true or false") }
    return flag
  }

  func number(_ key: String, in range: ClosedRange<Int>) throws(SettingsError) -> Int? {
    guard has(key), let value = members[key] else { return nil }
    guard let number = value.integer, range.contains(number) else {
      throw SettingsError(
        name(key), "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func choice<Value: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Value.Type
  ) throws(SettingsError) -> Value? where Value.RawValue == String {
    guard let text = try text(key) else { return nil }
    guard let value = Value(rawValue: text) else {
      throw SettingsError(
        name(key), "must be one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return value
  }

  /// A length of time: a number with `s`, `m`, `h` or `d`.
  func duration(_ key: String) throws(SettingsError) -> Duration? {
    guard let text = try text(key) else { return nil }
    guard let duration = Interval.duration(text) else {
      throw SettingsError(name(key), "must be a number with s, m, h or d, at most 366d")
    }
    return duration
  }

  func secret(_ key: String) throws(SettingsError) -> SecretReference? {
    guard let text = try text(key) else { return nil }
    return try SecretReference(text, key: name(key))
  }

  func requiredSecret(_ key: String) throws(SettingsError) -> SecretReference {
    guard let reference = try secret(key) else {
      throw SettingsError(name(key), "is missing; name an environment variable or file with env:… or file:…")
    }
    return reference
  }

  func table(_ key: String) throws(SettingsError) -> SettingsReader? {
    guard has(key), let value = members[key] else { return nil }
    guard let inner = value.object else { throw SettingsError(name(key), "must be a table") }
    return SettingsReader(members: inner, path: name(key))
  }

  func tables(_ key: String) throws(SettingsError) -> [SettingsReader] {
    guard has(key), let value = members[key] else { return [] }
    guard let list = value.array else { throw SettingsError(name(key), "must be a list of tables") }
    var readers: [SettingsReader] = []
    for (index, element) in list.enumerated() {
      guard let inner = element.object else {
        throw SettingsError("\(name(key))[\(index)]", "must be a table")
      }
      readers.append(SettingsReader(members: inner, path: "\(name(key))[\(index)]"))
    }
    return readers
  }

  func networks(_ key: String) throws(SettingsError) -> [IPNetwork] {
    var networks: [IPNetwork] = []
    for text in try texts(key) ?? [] {
      guard let network = IPNetwork(text) else {
        throw SettingsError(name(key), "takes addresses and networks such as 10.1.2.0/24")
      }
      networks.append(network)
    }
    return networks
  }
}
