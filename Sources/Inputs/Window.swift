/// The part of a file's text that is in memory. It moves forward and grows only as far as one record needs.
final class Window {
  private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
  private var source: (any ByteSource)?
  private let limits: InputLimits
  private let chunk: Int

  /// The number of bytes of text in front of the window.
  private(set) var base = 0
  /// The number of valid bytes.
  private(set) var count = 0
  /// Whether the window reaches to the end of the text.
  private(set) var isAtEnd = true

  init(limits: InputLimits, chunk: Int = 1 << 20) {
    self.limits = limits
    self.chunk = chunk
  }

  deinit {
    buffer.deallocate()
  }

  /// The bytes of the window.
  var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeRawBufferPointer(rebasing: buffer[0..<count]).assumingMemoryBound(to: UInt8.self)
  }

  /// Starts over with a text that is filled in as a whole: `fill` gets at least `capacity` bytes of room and
  /// returns how many it wrote, or nil when it failed.
  func load(capacity: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Int?) -> Bool {
    reserve(capacity)
    clear()
    guard let filled = fill(buffer) else { return false }
    count = filled
    return true
  }

  /// Forgets the text.
  func clear() {
    (base, count, isAtEnd, source) = (0, 0, true, nil)
  }

  /// Starts over with a stream.
  func open(_ source: any ByteSource) {
    self.source = source
    (base, count, isAtEnd) = (0, 0, false)
  }

  /// Drops the first `consumed` bytes and reads more behind the rest.
  ///
  /// - Throws: what the source throws; `recordTooLong` when the rest already fills the largest window.
  func advance(dropping consumed: Int) throws(InputProblem.Reason) {
    if consumed > 0 {
      let rest = UnsafeRawBufferPointer(rebasing: buffer[consumed..<count])
      UnsafeMutableRawBufferPointer(rebasing: buffer[0..<rest.count]).copyMemory(from: rest)
      base += consumed
      count -= consumed
    }
    guard let source, !isAtEnd else { return }
    guard count < limits.recordBytes else { throw .recordTooLong }
    if buffer.count - count < chunk { grow() }
    let read = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
    if read == 0 { isAtEnd = true }
    count += read
  }

  private func grow() {
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 64)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[0..<count]))
    buffer.deallocate()
    buffer = larger
  }

  private func reserve(_ capacity: Int) {
    guard buffer.count < capacity else { return }
    // Doubling, since the next file may be a little larger, and fresh memory costs page faults.
    var size = buffer.count
    while size < capacity { size *= 2 }
    buffer.deallocate()
    buffer = .allocate(byteCount: size, alignment: 64)
  }
}
