import HTTPTypes

/// The parts of a body in the encoding `multipart/form-data` (RFC 7578).
struct MultipartBody {
  /// A part: the name of its field, the name of its file, its content.
  struct Part {
    let name: String
    let fileName: String?
    let content: [UInt8]
  }

  private static let maximumParts = 20
  private static let maximumHeaders = 8192

  let parts: [Part]

  /// Reads a body.
  ///
  /// - Throws: `APIFailure` when it is not of this encoding.
  init(_ bytes: [UInt8], contentType: String?) throws(APIFailure) {
    guard let contentType, contentType.lowercased().hasPrefix("multipart/form-data"),
      let boundary = Self.parameter("boundary", of: contentType), (1...70).contains(boundary.utf8.count)
    else {
      throw APIFailure(
        .unsupportedMediaType, "media_type_header_exception", "the body must be multipart/form-data with a boundary")
    }
    let mark = Array("--\(boundary)".utf8)
    var parts: [Part] = []
    guard var position = Self.find(mark, in: bytes, from: 0).map({ $0 + mark.count }) else { throw Self.damaged }
    while !bytes[position...].starts(with: "--".utf8) {
      guard parts.count < Self.maximumParts else { throw .bad("the body has more than \(Self.maximumParts) parts") }
      guard bytes[position...].starts(with: "\r\n".utf8),
        let end = Self.find(Array("\r\n".utf8) + mark, in: bytes, from: position)
      else { throw Self.damaged }
      parts.append(try Self.part(bytes[(position + 2)..<max(end, position + 2)]))
      position = end + 2 + mark.count
    }
    self.parts = parts
  }

  /// The content of the file that was sent in a field.
  ///
  /// - Throws: `APIFailure` when there is none.
  func file(_ name: String) throws(APIFailure) -> (name: String, content: [UInt8]) {
    guard let part = parts.first(where: { $0.name == name }), let fileName = part.fileName else {
      throw .bad("the body has no file in the field [\(name)]")
    }
    return (fileName, part.content)
  }

  private static let damaged = APIFailure.bad("the body is no complete multipart/form-data", type: "parse_exception")

  private static func part(_ bytes: ArraySlice<UInt8>) throws(APIFailure) -> Part {
    let all = Array(bytes)
    guard let end = find(Array("\r\n\r\n".utf8), in: all, from: 0), end <= maximumHeaders else { throw damaged }
    let lines = String(decoding: all[..<end], as: UTF8.self).split(separator: "\r\n")
    guard let disposition = lines.first(where: { $0.lowercased().hasPrefix("content-disposition:") }),
      let name = parameter("name", of: String(disposition))
    else { throw damaged }
    return Part(name: name, fileName: parameter("filename", of: String(disposition)), content: Array(all[(end + 4)...]))
  }

  /// A parameter of a header, with or without quotes.
  private static func parameter(_ name: String, of header: String) -> String? {
    for part in header.split(separator: ";").dropFirst() {
      let sides = part.split(separator: "=", maxSplits: 1)
      guard sides.count == 2, sides[0].filter({ $0 != " " }).lowercased() == name else { continue }
      let value = sides[1].drop { $0 == " " }
      return value.hasPrefix("\"") ? String(value.dropFirst().prefix { $0 != "\"" }) : String(value.prefix { $0 != " " })
    }
    return nil
  }

  private static func find(_ mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard let first = mark.first, bytes.count >= mark.count else { return nil }
    var position = start
    while position + mark.count <= bytes.count {
      guard let next = bytes[position...(bytes.count - mark.count)].firstIndex(of: first) else { return nil }
      if bytes[next..<next + mark.count].elementsEqual(mark) { return next }
      position = next + 1
    }
    return nil
  }
}
