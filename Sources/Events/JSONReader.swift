import OrderedCollections

/// Reads JSON text into a tree of values. Duplicate keys: the last value wins, at the place of the first.
public struct JSONReader {
  private let scanner: JSONScanner

  /// Reads one value from borrowed bytes, with white space around it and nothing else.
  ///
  /// - Throws: `JSONError` with the offset from the start of the bytes.
  public static func read(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) -> JSON {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { throw JSONError(.unexpectedEnd, at: 0) }
    let reader = JSONReader(scanner: JSONScanner(start: start, end: start + bytes.count))
    var p = reader.scanner.skipSpace(start)
    let value = try reader.value(&p, depth: 0)
    p = reader.scanner.skipSpace(p)
    guard p == reader.scanner.end else { throw reader.scanner.failure(.trailingBytes, p) }
    return value
  }

  /// Reads one value from text.
  ///
  /// - Throws: `JSONError` with the offset in UTF-8 bytes.
  public static func read(_ text: String) throws(JSONError) -> JSON {
    var text = text
    let result = text.withUTF8 { bytes in
      Result { () throws(JSONError) in try read(bytes) }
    }
    return try result.get()
  }

  /// Reads one value from an array of bytes.
  ///
  /// - Throws: `JSONError` with the offset from the start of the bytes.
  public static func read(_ bytes: [UInt8]) throws(JSONError) -> JSON {
    let result = bytes.withUnsafeBufferPointer { bytes in
      Result { () throws(JSONError) in try read(bytes) }
    }
    return try result.get()
  }

  private func value(_ p: inout JSONScanner.Position, depth: Int) throws(JSONError) -> JSON {
    guard p < scanner.end else { throw scanner.failure(.unexpectedEnd, p) }
    switch p.pointee {
    case UInt8(ascii: "\""):
      return .string(try string(&p))
    case UInt8(ascii: "{"):
      return .object(try object(&p, depth: depth))
    case UInt8(ascii: "["):
      return .array(try array(&p, depth: depth))
    default:
      return try scalar(&p, depth: depth)
    }
  }

  private func scalar(_ p: inout JSONScanner.Position, depth: Int) throws(JSONError) -> JSON {
    let start = p
    p = try scanner.skipValue(p, depth: depth)
    switch start.pointee {
    case UInt8(ascii: "t"): return .bool(true)
    case UInt8(ascii: "f"): return .bool(false)
    case UInt8(ascii: "n"): return .null
    default:
      let text = String(decoding: UnsafeBufferPointer(start: start, count: p - start), as: UTF8.self)
      return .number(JSONNumber(validated: text))
    }
  }

  private func string(_ p: inout JSONScanner.Position) throws(JSONError) -> String {
    let start = p + 1
    var escaped = false
    p = try scanner.skipString(p, escaped: &escaped)
    let content = UnsafeBufferPointer(start: start, count: p - 1 - start)
    return escaped ? JSONEscapes.decode(content) : String(decoding: content, as: UTF8.self)
  }

  private func object(_ p: inout JSONScanner.Position, depth: Int) throws(JSONError) -> JSONObject {
    guard depth < JSONScanner.maximumDepth else { throw scanner.failure(.tooDeep, p) }
    var result: JSONObject = [:]
    p = try scanner.next(p + 1)
    if p.pointee == UInt8(ascii: "}") {
      p += 1
      return result
    }
    // Records have some twenty members, the objects in them few.
    result.reserveCapacity(depth == 0 ? 24 : 4)
    while true {
      guard p.pointee == UInt8(ascii: "\"") else { throw scanner.failure(.unexpectedByte, p) }
      let key = try string(&p)
      p = try scanner.skipColon(p)
      result.updateValue(try value(&p, depth: depth + 1), forKey: key)
      p = try scanner.next(p)
      if p.pointee == UInt8(ascii: "}") {
        p += 1
        return result
      }
      p = try scanner.skipComma(p)
    }
  }

  private func array(_ p: inout JSONScanner.Position, depth: Int) throws(JSONError) -> [JSON] {
    guard depth < JSONScanner.maximumDepth else { throw scanner.failure(.tooDeep, p) }
    var result: [JSON] = []
    p = try scanner.next(p + 1)
    if p.pointee == UInt8(ascii: "]") {
      p += 1
      return result
    }
    while true {
      result.append(try value(&p, depth: depth + 1))
      p = try scanner.next(p)
      if p.pointee == UInt8(ascii: "]") {
        p += 1
        return result
      }
      p = try scanner.skipComma(p)
    }
  }
}
