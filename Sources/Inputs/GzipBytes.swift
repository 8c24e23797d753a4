import CZlib

/// The inflated bytes of a gzip stream, which may have several members, in bounded memory.
final class GzipBytes: ByteSource {
  private let source: any ByteSource
  private var stream = z_stream()
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
  private var inputEnd = false
  private var memberEnded = false
  private let limit: (_ compressed: Int) -> Int
  private var consumed = 0
  private var produced = 0

  /// Inflates a stream whose first bytes, already read, are `head`.
  init(source: any ByteSource, head: UnsafeRawBufferPointer, limits: InputLimits) throws(InputProblem.Reason)
  {
    self.source = source
    limit = { limits.inflatedBytes(compressed: $0) }
    guard nj_inflate_init_gzip(&stream) == Z_OK else { throw .unreadable("out of memory") }
    let count = min(head.count, input.count)
    input.copyMemory(from: UnsafeRawBufferPointer(rebasing: head[0..<count]))
    offerInput(count)
  }

  deinit {
    inflateEnd(&stream)
    input.deallocate()
  }

  private func offerInput(_ count: Int) {
    stream.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.avail_in = UInt32(count)
    consumed += count
  }

  func read(into target: UnsafeMutableRawBufferPointer) throws(InputProblem.Reason) -> Int {
    stream.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.avail_out = UInt32(min(target.count, Int(UInt32.max)))
    let room = Int(stream.avail_out)
    while stream.avail_out > 0 {
      if stream.avail_in == 0, !inputEnd { try fetch() }
      if memberEnded {
        guard try startNextMember() else { break }
      }
      if stream.avail_in == 0, inputEnd {
        // What was inflated so far is delivered first; the next call reports the loss.
        if Int(stream.avail_out) < room { break }
        throw .truncatedGzip
      }
      let status = inflate(&stream, Z_NO_FLUSH)
      if status == Z_STREAM_END {
        memberEnded = true
      } else if status != Z_OK && status != Z_BUF_ERROR {
        if Int(stream.avail_out) < room { break }
        throw .corruptGzip
      }
    }
    let count = room - Int(stream.avail_out)
    produced += count
    let bound = limit(consumed)
    guard produced <= bound else { throw .gzipBomb(bytes: bound) }
    return count
  }

  private func fetch() throws(InputProblem.Reason) {
    let count = try source.read(into: input)
    if count == 0 { inputEnd = true }
    offerInput(count)
  }

  /// Goes on with the next member; false at the end. Zeros and other bytes after the last member are no data.
  private func startNextMember() throws(InputProblem.Reason) -> Bool {
    guard stream.avail_in > 0, let next = stream.next_in, next.pointee == 0x1F else { return false }
    guard inflateReset(&stream) == Z_OK else { throw .corruptGzip }
    memberEnded = false
    return true
  }
}
