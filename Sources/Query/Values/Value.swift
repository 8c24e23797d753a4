public import Events

/// A typed value that functions of the query languages calculate with.
public enum Value: Sendable, Hashable {
  /// No value.
  case null
  case boolean(Bool)
  case long(Int64)
  case double(Double)
  /// A keyword or a text.
  case text(String)
  case date(Timestamp)
  case ip(IPAddress)
  case version(Version)
  /// A place: longitude and latitude in degrees.
  case point(x: Double, y: Double)
  /// A length of time, from nanoseconds up to weeks.
  case duration(nanoseconds: Int64)
  /// A length of time in calendar months.
  case period(months: Int64)
  /// Several values of a field, at least two, none of them null or a list.
  case list([Value])
}

extension Value {
  /// A value of several: none is null, one is itself.
  public init(several values: [Value]) {
    self = values.isEmpty ? .null : values.count == 1 ? values[0] : .list(values)
  }

  /// The single values, without null.
  public var all: [Value] {
    switch self {
    case .null: []
    case .list(let values): values
    default: [self]
    }
  }

  /// Whether there is no value.
  public var isNull: Bool {
    if case .null = self { true } else { false }
  }

  /// Whether there are several values.
  var isList: Bool {
    if case .list = self { true } else { false }
  }

  /// Whether it is the boolean true.
  var isTrue: Bool {
    if case .boolean(true) = self { true } else { false }
  }

  /// The number of a long or a double.
  public var number: Double? {
    switch self {
    case .long(let value): Double(value)
    case .double(let value): value
    default: nil
    }
  }

  /// The truth of a boolean.
  public var truth: Bool? {
    if case .boolean(let flag) = self { flag } else { nil }
  }

  /// The text of a keyword or text.
  public var string: String? {
    if case .text(let text) = self { text } else { nil }
  }

  /// The value as Elasticsearch prints it; of null and lists nothing.
  public var printed: String? {
    switch self {
    case .null, .list: return nil
    case .boolean(let flag): return flag ? "true" : "false"
    case .long(let value): return String(value)
    case .double(let value): return Self.print(value)
    case .text(let text): return text
    case .date(let time): return time.description
    case .ip(let address): return address.description
    case .version(let version): return version.text
    case .point(let x, let y): return "POINT (\(Self.print(x)) \(Self.print(y)))"
    case .duration(let nanoseconds): return "\(nanoseconds)ns"
    case .period(let months): return "P\(months)M"
    }
  }

  /// A double as Java prints it, as far as readers can tell: always with a fraction, with an exponent when it is long.
  private static func print(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    return "\(value)".replacing("e+", with: "E").replacing("e", with: "E")
  }

  /// The value as JSON.
  public var json: JSON {
    switch self {
    case .null: .null
    case .boolean(let flag): .bool(flag)
    case .long(let value): .number(JSONNumber(Int(value)))
    case .double(let value): value.isFinite ? .number(JSONNumber(value)) : .null
    case .list(let values): .array(values.map(\.json))
    case .text, .date, .ip, .version, .point, .duration, .period: .string(printed ?? "")
    }
  }

  /// The value of a JSON scalar: whole numbers are longs. Lists and objects are null.
  public init(scalar: JSON) {
    switch scalar {
    case .null, .array, .object: self = .null
    case .bool(let flag): self = .boolean(flag)
    case .string(let text): self = .text(text)
    case .number(let number): self = number.integer.map { .long(Int64($0)) } ?? .double(number.double)
    }
  }

  /// The value of a field by the type of the field. A value that the type cannot hold is null, as a mapping ignores it.
  public init(_ value: FieldValue, type: FieldType?) {
    switch (type, value.kind) {
    case (.date, .string): self = Timestamp(value.bytes).map { .date($0) } ?? .null
    case (.date, .number):
      self = Int64(value.text).flatMap { Timestamp(milliseconds: $0) }.map { .date($0) } ?? .null
    case (.version, _): self = .version(Version(value.text))
    case (.ip, _): self = IPAddress(value.bytes).map { .ip($0) } ?? .null
    case (.long, .string), (.long, .number):
      self = Double(value.text).flatMap { Int64(exactly: $0.rounded(.towardZero)) }.map { .long($0) } ?? .null
      if let exact = Int64(value.text) { self = .long(exact) }
    case (.double, .string), (.double, .number): self = Double(value.text).map { .double($0) } ?? .null
    case (.boolean, _):
      let text = value.text
      self = text == "true" ? .boolean(true) : text == "false" ? .boolean(false) : .null
    case (nil, .number):
      let text = value.text
      self = Int64(text).map { .long($0) } ?? Double(text).map { .double($0) } ?? .null
    case (nil, .boolean): self = .boolean(value.bytes.first == UInt8(ascii: "t"))
    default: self = .text(value.text)
    }
  }
}
