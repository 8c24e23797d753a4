/// Borrowed bytes as a stream.
final class MemoryBytes: ByteSource {
  private var rest: UnsafeRawBufferPointer

  /// The bytes must outlive the stream.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    rest = UnsafeRawBufferPointer(bytes)
  }

  func read(into target: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(target.count, rest.count)
    target.copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[0..<count]))
    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    return count
  }
}
