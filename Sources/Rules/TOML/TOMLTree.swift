import Events
import OrderedCollections
import TOMLKit

/// Takes what the TOML library has read into our tree, value by value.
struct TOMLTree {
  /// Deeper tables are left to the JSON reader, which knows how deep a tree may be.
  private static let maximumDepth = 64

  private let outline: TOMLOutline

  /// Takes in what was read of an outline.
  init(_ outline: TOMLOutline) {
    self.outline = outline
  }

  /// The members of the top table.
  ///
  /// - Returns: nil when a value is one that only the library writes right: a number with a fraction, a date or time, and
  ///   a text that may hold the character NUL, at which texts of the library end.
  func object(_ table: TOMLTable) -> JSONObject? {
    let text = outline.text
    if text.containsBytes(of: #"\u0000"#) || text.containsBytes(of: #"\U0000"#) { return nil }
    return object(table, depth: 0)
  }

  private func object(_ table: TOMLTable, depth: Int) -> JSONObject? {
    guard depth < Self.maximumDepth else { return nil }
    let (keys, values) = (table.keys, table.values)
    var members = JSONObject(minimumCapacity: keys.count)
    for (key, value) in zip(keys, values) {
      guard let member = json(value, depth: depth) else { return nil }
      members[key] = member
    }
    return members
  }

  private func json(_ value: TOMLValue, depth: Int) -> JSON? {
    switch value.type {
    case .string: value.string.map { .string(outline.restored($0)) }
    case .int: value.int.map { .number(JSONNumber($0)) }
    case .bool: value.bool.map { .bool($0) }
    case .table: value.table.flatMap { object($0, depth: depth + 1) }.map { .object($0) }
    case .array: value.array.flatMap { array($0, depth: depth + 1) }.map { .array($0) }
    case .double, .date, .time, .dateTime: nil
    }
  }

  private func array(_ list: TOMLArray, depth: Int) -> [JSON]? {
    guard depth < Self.maximumDepth else { return nil }
    var elements: [JSON] = []
    elements.reserveCapacity(list.count)
    for value in list {
      guard let element = json(value.tomlValue, depth: depth) else { return nil }
      elements.append(element)
    }
    return elements
  }
}
