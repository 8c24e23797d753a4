import CScan

/// A table from byte strings to numbers, looked up without copying the key.
struct ByteTable: Sendable {
  struct Row: Sendable {
    var hash: UInt64 = 0
    var start: Int32 = 0
    var count: Int32 = -1
    var value: Int32 = 0
  }

  private(set) var rows: [Row]
  private(set) var keys: [UInt8] = []
  private let mask: Int
  /// The bytes of the longest key.
  private(set) var longestKey = 0

  /// A table of distinct keys.
  init(_ entries: [(key: [UInt8], value: Int)]) {
    var size = 8
    while size < entries.count * 2 { size *= 2 }
    mask = size - 1
    rows = Array(repeating: Row(), count: size)
    for entry in entries { insert(entry.key, entry.value) }
  }

  private mutating func insert(_ key: [UInt8], _ value: Int) {
    let hash = key.withUnsafeBufferPointer(Self.hash)
    var index = Int(truncatingIfNeeded: hash) & mask
    while rows[index].count >= 0 { index = (index + 1) & mask }
    rows[index] = Row(hash: hash, start: Int32(keys.count), count: Int32(key.count), value: Int32(value))
    keys += key
    longestKey = max(longestKey, key.count)
  }

  @inline(__always)
  private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
    guard let start = key.baseAddress else { return 0 }
    return nj_hash(start, key.count)
  }

  /// The number of a key; nil when the table does not have it.
  @inline(__always)
  func find(_ key: UnsafeBufferPointer<UInt8>) -> Int? {
    let hash = Self.hash(key)
    return rows.withUnsafeBufferPointer { rows in
      var index = Int(truncatingIfNeeded: hash) & mask
      while rows[index].count >= 0 {
        let row = rows[index]
        if row.hash == hash, Int(row.count) == key.count, equals(key, from: Int(row.start)) {
          return Int(row.value)
        }
        index = (index + 1) & mask
      }
      return nil
    }
  }

  @inline(__always)
  private func equals(_ key: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
    keys.withUnsafeBufferPointer { keys in
      for index in 0..<key.count where keys[start + index] != key[index] { return false }
      return true
    }
  }
}
