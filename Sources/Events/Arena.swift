/// Memory for the computed values of one event: it grows by blocks, never moves what it gave out, and starts over
/// with the next event without giving memory back.
public final class Arena {
  private var blocks: [UnsafeMutableBufferPointer<UInt8>] = []
  private var block = 0
  private var used = 0
  private static let blockSize = 64 * 1024

  /// An empty arena.
  public init() {}

  deinit {
    for block in blocks { block.deallocate() }
  }

  /// Forgets everything that was allocated. Blocks above the usual size are freed.
  public func reset() {
    if blocks.count > 8 {
      for block in blocks[8...] { block.deallocate() }
      blocks.removeSubrange(8...)
    }
    blocks.removeAll { block in
      guard block.count > Self.blockSize else { return false }
      block.deallocate()
      return true
    }
    block = 0
    used = 0
  }

  /// Uninitialised memory, aligned to 16 bytes.
  public func allocate(_ count: Int) -> UnsafeMutableBufferPointer<UInt8> {
    let size = (count + 15) & ~15
    while block < blocks.count {
      if blocks[block].count - used >= size { return take(size, count) }
      block += 1
      used = 0
    }
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(size, Self.blockSize), alignment: 16)
    blocks.append(memory.bindMemory(to: UInt8.self))
    used = 0
    return take(size, count)
  }

  private func take(_ size: Int, _ count: Int) -> UnsafeMutableBufferPointer<UInt8> {
    let memory = UnsafeMutableBufferPointer(rebasing: blocks[block][used..<used + count])
    used += size
    return memory
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
