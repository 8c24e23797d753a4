/// A stream whose first bytes were already read.
final class PrefixedBytes: ByteSource {
  private var head: ArraySlice<UInt8>
  private let rest: any ByteSource

  init(head: [UInt8], rest: any ByteSource) {
    self.head = head[...]
    self.rest = rest
  }

  func read(into target: UnsafeMutableRawBufferPointer) throws(InputProblem.Reason) -> Int {
    guard !head.isEmpty else { return try rest.read(into: target) }
    let part = head.prefix(target.count)
    target.copyBytes(from: part)
    head = head.dropFirst(part.count)
    return part.count
  }
}
