import Events
import Query

/// The different values of fields, each kept once and numbered, so that rows are numbers. Number 0 is null.
struct ValueTable: Sendable {
  /// The values of one field.
  private struct Column: Sendable {
    var values: [Value] = [.null]
    var numbers: [Value: UInt32] = [.null: 0]
    /// The texts that were seen, by the kind of JSON scalar, with the numbers of the values they are.
    var texts = [ByteNumbers](repeating: ByteNumbers(), count: 3)
    /// The latest event whose value was said, and the number of that.
    var event: UInt64 = 0
    var ofEvent: UInt32 = 0
  }

  /// So many bytes the texts of all values may have.
  static let maximumBytes = 128 << 20

  private var columns: [Column]
  private var byteCount = 0

  /// Whether there is room for another value.
  var hasRoom: Bool { byteCount < Self.maximumBytes }

  /// A table for the fields of a catalog.
  init(fields: Int) {
    columns = Array(repeating: Column(), count: fields)
  }

  /// The number of the value of a field in an event, when it was said before. Events are numbered from 1 on.
  @inline(__always)
  mutating func known(_ field: Int, event: UInt64) -> UInt32? {
    columns[field].event == event ? columns[field].ofEvent : nil
  }

  /// Says the number of the value of a field in an event.
  @inline(__always)
  mutating func know(_ field: Int, _ number: UInt32, event: UInt64) {
    columns[field].event = event
    columns[field].ofEvent = number
  }

  /// The number of the value of a field that has these values in an event; nil when that is not known from their texts.
  @inline(__always)
  mutating func find(_ field: Int, _ values: FieldValues) -> UInt32? {
    guard values.count == 1 else { return values.isEmpty ? 0 : nil }
    return columns[field].texts[Int(values[0].kind.rawValue)].find(values[0].bytes).map { UInt32($0) }
  }

  /// The number of a value that `find` did not know.
  ///
  /// - Parameters:
  ///   - field: The field.
  ///   - values: What the field has in the event.
  ///   - value: The value that they are.
  /// - Returns: The number.
  mutating func add(_ field: Int, _ values: FieldValues, _ value: Value) -> UInt32 {
    let number = number(field, of: value)
    guard values.count == 1 else { return number }
    byteCount += values[0].bytes.count
    _ = columns[field].texts[Int(values[0].kind.rawValue)].add(values[0].bytes, number: Int(number))
    return number
  }

  /// The number of a value of a field.
  mutating func number(_ field: Int, of value: Value) -> UInt32 {
    if let number = columns[field].numbers[value] { return number }
    let number = UInt32(columns[field].values.count)
    byteCount += Self.size(value)
    columns[field].values.append(value)
    columns[field].numbers[value] = number
    return number
  }

  /// About how much memory a value takes.
  private static func size(_ value: Value) -> Int {
    switch value {
    case .text(let text): 128 + text.utf8.count
    case .list(let values): values.reduce(128) { $0 + size($1) }
    default: 128
    }
  }

  /// The value of a number.
  func value(_ field: Int, _ number: UInt32) -> Value { columns[field].values[Int(number)] }

  /// The values of a field, at their numbers.
  func values(_ field: Int) -> [Value] { columns[field].values }

  /// For how many fields the table is.
  var fieldCount: Int { columns.count }

  /// Takes in the values of another table for the same fields.
  ///
  /// - Parameter other: The table.
  /// - Returns: For each field with values and each number of the other table the number here.
  mutating func take(_ other: ValueTable) -> [Int: [UInt32]] {
    var numbers: [Int: [UInt32]] = [:]
    for field in other.columns.indices where other.columns[field].values.count > 1 {
      numbers[field] = other.columns[field].values.map { number(field, of: $0) }
    }
    return numbers
  }
}
