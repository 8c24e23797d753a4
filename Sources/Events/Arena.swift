/// Memory for the computed values of one event: it grows by blocks, never moves what it gave out, and starts over
/// with the next event without giving memory back.
public final class Arena {
  /// Where the free memory of the block in use begins and ends, in a place of its own: reading it takes no check of access.
  private struct Free {
    var next: UnsafeMutablePointer<UInt8>
    var end: UnsafeMutablePointer<UInt8>
  }

  private let free = UnsafeMutablePointer<Free>.allocate(capacity: 1)
  @exclusivity(unchecked) private var blocks: [UnsafeMutableBufferPointer<UInt8>] = []
  @exclusivity(unchecked) private var block = 0
  private static let blockSize = 64 * 1024

  /// An empty arena.
  public init() {
    let first = Self.newBlock(Self.blockSize)
    blocks = [first.block]
    free.initialize(to: first.free)
  }

  deinit {
    for block in blocks { block.deallocate() }
    free.deallocate()
  }

  private static func newBlock(_ size: Int) -> (block: UnsafeMutableBufferPointer<UInt8>, free: Free) {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
      .bindMemory(to: UInt8.self, capacity: size)
    return (UnsafeMutableBufferPointer(start: memory, count: size), Free(next: memory, end: memory + size))
  }

  /// Forgets everything that was allocated. Blocks above the usual size are freed.
  @inline(__always)
  public func reset() {
    if blocks.count > 1 { shrink() }
    use(0)
  }

  private func shrink() {
    if blocks.count > 8 {
      for block in blocks[8...] { block.deallocate() }
      blocks.removeSubrange(8...)
    }
    blocks.removeAll { block in
      guard block.count > Self.blockSize else { return false }
      block.deallocate()
      return true
    }
  }

  private func use(_ number: Int) {
    block = number
    guard let start = blocks[number].baseAddress else { return }
    free.pointee = Free(next: start, end: start + blocks[number].count)
  }

  /// Uninitialised memory, aligned to 16 bytes.
  @inline(__always)
  public func allocate(_ count: Int) -> UnsafeMutableBufferPointer<UInt8> {
    let size = (count + 15) & ~15
    if free.pointee.end - free.pointee.next < size { makeRoom(size) }
    let memory = free.pointee.next
    free.pointee.next = memory + size
    return UnsafeMutableBufferPointer(start: memory, count: count)
  }

  /// Moves on to a block with room, which is made when there is none.
  private func makeRoom(_ size: Int) {
    while block + 1 < blocks.count {
      use(block + 1)
      if free.pointee.end - free.pointee.next >= size { return }
    }
    let new = Self.newBlock(max(size, Self.blockSize))
    blocks.append(new.block)
    block = blocks.count - 1
    free.pointee = new.free
  }

  /// Copies the UTF-8 bytes of a string.
  public func copy(_ text: String) -> UnsafeBufferPointer<UInt8> {
    var text = text
    return text.withUTF8 { bytes in
      let memory = allocate(bytes.count)
      _ = memory.update(fromContentsOf: bytes)
      return UnsafeBufferPointer(memory)
    }
  }

  /// Copies a list of values.
  public func copy(_ values: [FieldValue]) -> FieldValues {
    guard !values.isEmpty else { return FieldValues(start: nil, count: 0) }
    let target = reserve(values.count)
    _ = target.initialize(from: values)
    return FieldValues(target)
  }

  /// A list of one value.
  public func copy(_ value: FieldValue) -> FieldValues {
    let target = reserve(1)
    target.initialize(repeating: value)
    return FieldValues(target)
  }

  /// A JSON scalar as a field value; nil for `null`, arrays and objects.
  public func copy(scalar: JSON) -> FieldValue? {
    switch scalar {
    case .string(let text): FieldValue(kind: .string, bytes: copy(text))
    case .number(let number): FieldValue(kind: .number, bytes: copy(number.text))
    case .bool(let flag): FieldValue(kind: .boolean, bytes: copy(flag ? "true" : "false"))
    case .null, .array, .object: nil
    }
  }

  private func reserve(_ count: Int) -> UnsafeMutableBufferPointer<FieldValue> {
    let memory = UnsafeMutableRawBufferPointer(allocate(count * MemoryLayout<FieldValue>.stride))
    return memory.bindMemory(to: FieldValue.self)
  }
}
