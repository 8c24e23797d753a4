/// A path of the file system as the bytes it is made of, which need not be UTF-8.
public struct FilePathBytes: Sendable, Hashable {
  /// The bytes, without the terminating zero.
  public let bytes: [UInt8]

  /// A path from its bytes.
  public init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// A path from text.
  public init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// The path for people: bytes that are no UTF-8 are replaced.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The path of an entry of this folder.
  func appending(_ name: [UInt8]) -> FilePathBytes {
    FilePathBytes(bytes: bytes.last == UInt8(ascii: "/") ? bytes + name : bytes + [UInt8(ascii: "/")] + name)
  }

  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    (bytes + [0]).withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { chars in
        // The array has at least the terminating zero, so it has a base address.
        chars.baseAddress.map(body) ?? body("")
      }
    }
  }
}
