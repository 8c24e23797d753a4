import CScan

/// Byte strings numbered from 0 in the order in which they were first seen. Looking up copies nothing.
public struct ByteNumbers: Sendable {
  private struct Key: Sendable {
    let hash: UInt64
    let start: Int
    let count: Int
  }

  /// Where hashes start, so that input that was made for it cannot choose strings that collide.
  private static let seed = UInt64.random(in: .min ... .max)

  private var keys: [Key] = []
  private var bytes: [UInt8] = []
  private var index = NumberIndex()

  /// No strings.
  public init() {}

  /// How many strings there are.
  public var count: Int { keys.count }

  /// The number of a string, which is added when it is new.
  @inline(__always)
  public mutating func number(of key: UnsafeBufferPointer<UInt8>) -> Int {
    let hash = key.baseAddress.map { nj_hash_from(Self.seed, $0, key.count) } ?? 0
    if let known = index.find(hash, { keys[$0].hash == hash && equals(keys[$0], key) }) { return known }
    return append(key, hash)
  }

  private mutating func append(_ key: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int {
    keys.append(Key(hash: hash, start: bytes.count, count: key.count))
    bytes.append(contentsOf: key)
    index.insert(keys.count - 1, hash) { keys[$0].hash }
    return keys.count - 1
  }

  @inline(__always)
  private func equals(_ known: Key, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
    guard known.count == key.count, let start = key.baseAddress else { return known.count == key.count }
    return bytes.withUnsafeBufferPointer { bytes in
      guard let own = bytes.baseAddress else { return key.isEmpty }
      return nj_equal(own + known.start, start, key.count) != 0
    }
  }
}
