import CZlib
import Crypto

/// The content of a gzip file of exactly one member, which is how CloudTrail writes its files.
enum GzipContent {
  /// A file may expand to this many bytes whatever its size; CloudTrail's files expand 6 to 30 times.
  private static let freeBytes = 256 << 20
  private static let ratio = 200
  private static let windowBytes = 128 << 10

  /// The SHA-256 of the inflated bytes in lower-case hexadecimal.
  static func hash(of bytes: [UInt8]) throws(IntegrityReason) -> String {
    var hash = SHA256()
    try inflate(bytes) { hash.update(bufferPointer: $0) }
    return Hexadecimal.text(hash.finalize())
  }

  /// The inflated bytes, for files that are read.
  static func bytes(of bytes: [UInt8]) throws(IntegrityReason) -> [UInt8] {
    var result: [UInt8] = []
    try inflate(bytes) { result.append(contentsOf: $0) }
    return result
  }

  private static func inflate(
    _ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(IntegrityReason) {
    let window = UnsafeMutableRawBufferPointer.allocate(byteCount: windowBytes, alignment: 16)
    defer { window.deallocate() }
    let failure: IntegrityReason? = bytes.withUnsafeBytes { source in
      inflate(source, window, body)
    }
    if let failure { throw failure }
  }

  private static func inflate(
    _ source: UnsafeRawBufferPointer, _ window: UnsafeMutableRawBufferPointer,
    _ body: (UnsafeRawBufferPointer) -> Void
  ) -> IntegrityReason? {
    guard source.count <= Int(UInt32.max) else { return .invalidGzip("it is larger than 4 GiB") }
    var stream = z_stream()
    guard nj_inflate_init_gzip(&stream) == Z_OK else { return .unreadable("out of memory") }
    defer { inflateEnd(&stream) }
    stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.avail_in = UInt32(source.count)
    let limit = max(freeBytes, source.count.multipliedReportingOverflow(by: ratio).partialValue)
    var produced = 0
    while true {
      stream.next_out = window.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.avail_out = UInt32(window.count)
      let status = CZlib.inflate(&stream, Z_NO_FLUSH)
      let count = window.count - Int(stream.avail_out)
      produced += count
      guard produced <= limit else { return .invalidGzip("it expands beyond \(limit) bytes") }
      body(UnsafeRawBufferPointer(rebasing: window[0..<count]))
      if status == Z_STREAM_END { break }
      if status == Z_BUF_ERROR || (status == Z_OK && count == 0 && stream.avail_in == 0) {
        return .invalidGzip("it is cut off")
      }
      guard status == Z_OK else { return .invalidGzip("it is damaged") }
    }
    return stream.avail_in > 0 ? .trailingBytes(Int(stream.avail_in)) : nil
  }
}
