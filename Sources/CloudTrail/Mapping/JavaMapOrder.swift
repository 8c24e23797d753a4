/// The order in which Java's `HashMap` lists its keys. Elastic's ingest pipeline prints request parameters from such
/// maps, and rules match parts of that text, so the order matters.
///
/// Source: the documented behaviour of `String.hashCode` (Java SE API) and of OpenJDK's `java.util.HashMap`: a table of
/// 16 buckets that doubles when it is more than three quarters full.
enum JavaMapOrder {
  /// The places of the keys, in the order of the map. Keys are distinct and in the order of their insertion.
  static func order(_ keys: [String]) -> [Int] {
    if keys.count < 2 { return Array(keys.indices) }
    let hashes = keys.map(hash)
    let capacity = capacity(hashes)
    // Keys of one bucket stay in the order of insertion, also when the table doubles.
    return keys.indices.sorted { left, right in
      (hashes[left] & (capacity - 1), UInt32(left)) < (hashes[right] & (capacity - 1), UInt32(right))
    }
  }

  /// The hash of a string with its upper half mixed in.
  private static func hash(_ key: String) -> UInt32 {
    var hash: UInt32 = 0
    if key.utf8.count == key.utf16.count {
      // The bytes of ASCII texts are their UTF-16 units.
      for byte in key.utf8 { hash = hash &* 31 &+ UInt32(byte) }
    } else {
      for unit in key.utf16 { hash = hash &* 31 &+ UInt32(unit) }
    }
    return hash ^ (hash >> 16)
  }

  /// The size of the table after all insertions. A bucket that would get its ninth key doubles a table smaller than 64.
  private static func capacity(_ hashes: [UInt32]) -> UInt32 {
    var capacity: UInt32 = 16
    var used = hashes[..<0]
    for (index, hash) in hashes.enumerated() {
      if hashes.count > 8, capacity < 64 {
        let bucket = hash & (capacity - 1)
        if used.count(where: { $0 & (capacity - 1) == bucket }) >= 8 { capacity *= 2 }
      }
      used = hashes[...index]
      if UInt32(used.count) * 4 > capacity * 3 { capacity *= 2 }
    }
    return capacity
  }
}
