import CScan

/// Byte strings and a number for each, by default from 0 in the order in which they were first seen. Looking up copies nothing.
public struct ByteNumbers: Sendable {
  /// Where hashes start, so that input that was made for it cannot choose strings that collide.
  private static let seed = UInt64.random(in: .min ... .max)
  /// The words in front of the bytes of a string: its hash, and its length with its number.
  private static let headerWords = 2

  /// The strings, one behind the other, so that all of one is found in one place of memory.
  private var words: [UInt64] = []
  /// Finds the strings by where they begin in `words`.
  private var index = NumberIndex()

  /// How many strings there are.
  public var count: Int { index.count }

  /// No strings.
  public init() {}

  /// The number of a string, which is added when it is new.
  @inline(__always)
  public mutating func number(of key: UnsafeBufferPointer<UInt8>) -> Int {
    if let number = find(key) { return number }
    return add(key, number: count)
  }

  /// The number of a string; nil when it is not there. Nothing changes: it is mutating since reading in place takes no reference
  /// counting.
  public mutating func find(_ key: UnsafeBufferPointer<UInt8>) -> Int? {
    let hash = Self.hash(key)
    return index.find(hash) { words[$0] == hash && equals($0, key) }.map { Int(words[$0 + 1] >> 32) }
  }

  /// Adds a string that is not there, with a number below 2^32; returns the number.
  public mutating func add(_ key: UnsafeBufferPointer<UInt8>, number: Int) -> Int {
    precondition(key.count <= Int(UInt32.max) && words.count < Int(UInt32.max), "too many bytes to number")
    let (start, hash) = (words.count, Self.hash(key))
    words.append(hash)
    words.append(UInt64(number) << 32 | UInt64(key.count))
    words.append(contentsOf: repeatElement(0, count: (key.count + 7) / 8))
    words.withUnsafeMutableBytes { bytes in
      let first = (start + Self.headerWords) * 8
      UnsafeMutableRawBufferPointer(rebasing: bytes[first..<first + key.count])
        .copyMemory(from: UnsafeRawBufferPointer(key))
    }
    index.insert(start, hash) { words[$0] }
    return number
  }

  @inline(__always)
  private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
    key.baseAddress.map { nj_hash_from(seed, $0, key.count) } ?? 0
  }

  @inline(__always)
  private func equals(_ start: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
    guard Int(truncatingIfNeeded: words[start + 1] & 0xFFFF_FFFF) == key.count else { return false }
    guard let other = key.baseAddress else { return true }
    return words.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return false }
      return nj_equal(base + (start + Self.headerWords) * 8, other, key.count) != 0
    }
  }
}
