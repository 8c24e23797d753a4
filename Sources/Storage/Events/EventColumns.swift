import Events

/// The values that the columns of an event hold.
public struct EventColumns: Sendable, Hashable {
  /// What is known of a field.
  public enum Value: Sendable, Hashable {
    /// The event does not have the field.
    case absent
    /// The field has several values, or one that a column cannot hold: the event itself must be asked.
    case unknown
    /// The only value of the field, as text.
    case text(String)
  }

  /// What columns hold in place of the number of a term.
  enum Mark {
    static let absent: Int64 = 0
    static let unknown: Int64 = 1
    /// The number of the first term.
    static let firstTerm: Int64 = 2
  }

  /// Values longer than this many bytes have no column.
  static let maximumLength = 512

  private var texts: [UInt8] = []
  /// For each field where its text ends in `texts`; it begins where the one before ended. Negative numbers are marks.
  private var ends: [Int32]

  /// Columns of an event that has none of the fields.
  public init() {
    ends = Array(repeating: Int32(~Mark.absent), count: EventField.allCases.count)
  }

  /// Columns with given values; fields that are not named are absent.
  public init(_ values: [EventField: Value]) {
    self.init()
    for field in EventField.allCases {
      switch values[field] ?? .absent {
      case .absent: continue
      case .unknown: mark(field)
      case .text(let text):
        var text = text
        text.withUTF8 { set(field, $0) }
      }
    }
  }

  /// The columns of the event that a source is at.
  ///
  /// - Parameter source: The event, whose catalog has the fields of `EventField` at their numbers.
  init(reading source: some FieldSource) {
    self.init()
    texts.reserveCapacity(256)
    for field in EventField.allCases {
      let values = source.values(of: field.rawValue)
      guard !values.isEmpty else { continue }
      if values.count == 1 { set(field, values[0].bytes) } else { mark(field) }
    }
  }

  private mutating func mark(_ field: EventField) {
    ends[field.rawValue] = Int32(~Mark.unknown)
  }

  /// Fields must be set in the order of their numbers.
  private mutating func set(_ field: EventField, _ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count <= Self.maximumLength else { return mark(field) }
    texts.append(contentsOf: bytes)
    ends[field.rawValue] = Int32(texts.count)
  }

  /// What is known of a field.
  public subscript(field: EventField) -> Value {
    var value = Value.absent
    forEach { other, bytes, mark in
      guard other == field else { return }
      value =
        bytes.map { .text(String(decoding: $0, as: UTF8.self)) }
        ?? (mark == Mark.unknown ? .unknown : .absent)
    }
    return value
  }

  /// Calls a closure with each field's text, or with its mark when it has none.
  func forEach(_ body: (EventField, UnsafeBufferPointer<UInt8>?, Int64) throws -> Void) rethrows {
    try texts.withUnsafeBufferPointer { texts in
      var start = 0
      for field in EventField.allCases {
        let end = Int(ends[field.rawValue])
        guard end >= 0 else {
          try body(field, nil, Int64(~end))
          continue
        }
        try body(field, UnsafeBufferPointer(rebasing: texts[start..<end]), 0)
        start = end
      }
    }
  }
}
