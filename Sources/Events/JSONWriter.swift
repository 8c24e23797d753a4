import CScan
public import OrderedCollections

/// Writes JSON values as compact text, or indented by two spaces a level.
public struct JSONWriter {
  /// The bytes written so far.
  public private(set) var bytes: [UInt8] = []
  private let indented: Bool
  private var level = 0

  /// An empty writer.
  public init(indented: Bool = false) {
    self.indented = indented
  }

  /// The text of a value.
  public static func text(_ value: JSON, indented: Bool = false) -> String {
    var writer = JSONWriter(indented: indented)
    writer.write(value)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// Appends a value.
  public mutating func write(_ value: JSON) {
    switch value {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    case .number(let number): bytes.append(contentsOf: number.text.utf8)
    case .string(let text): write(text)
    case .array(let elements): writeArray(elements)
    case .object(let members): write(object: members)
    }
  }

  /// Appends an object.
  public mutating func write(object members: JSONObject) {
    bytes.append(UInt8(ascii: "{"))
    level += 1
    var isFirst = true
    for (key, value) in members {
      separate(&isFirst)
      write(key)
      bytes.append(UInt8(ascii: ":"))
      if indented { bytes.append(UInt8(ascii: " ")) }
      write(value)
    }
    close(UInt8(ascii: "}"), isEmpty: members.isEmpty)
  }

  /// Appends a line feed, as NDJSON has it after each value.
  public mutating func writeNewline() {
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Empties the writer and keeps its storage.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
  }

  private mutating func writeArray(_ elements: [JSON]) {
    bytes.append(UInt8(ascii: "["))
    level += 1
    var isFirst = true
    for value in elements {
      separate(&isFirst)
      write(value)
    }
    close(UInt8(ascii: "]"), isEmpty: elements.isEmpty)
  }

  private mutating func separate(_ isFirst: inout Bool) {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
    newline()
  }

  private mutating func close(_ bracket: UInt8, isEmpty: Bool) {
    level -= 1
    if !isEmpty { newline() }
    bytes.append(bracket)
  }

  private mutating func newline() {
    guard indented else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * 2))
  }

  private mutating func write(_ text: String) {
    var text = text
    text.withUTF8 { write(content: $0) }
  }

  /// Appends a string: runs of bytes that need no escape are copied as a whole.
  private mutating func write(content: UnsafeBufferPointer<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    guard var run = content.baseAddress else { return }
    let end = run + content.count
    var p = nj_string_stop(run, end)
    while p < end {
      if p.pointee < 0x80 {
        bytes.append(contentsOf: UnsafeBufferPointer(start: run, count: p - run))
        write(escaped: p.pointee)
        run = p + 1
      }
      p = nj_string_stop(p + 1, end)
    }
    bytes.append(contentsOf: UnsafeBufferPointer(start: run, count: end - run))
  }

  private mutating func write(escaped byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0..<0x20:
      let digits: StaticString = "0123456789abcdef"
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(digits.utf8Start[Int(byte >> 4)])
      bytes.append(digits.utf8Start[Int(byte & 15)])
    default: bytes.append(byte)
    }
  }
}
