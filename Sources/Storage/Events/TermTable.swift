import Foundation

/// The numbers of texts that columns hold, as far as they were met: a table that is asked with borrowed bytes and does not
/// allocate for it. Its size is bounded; a full table starts over.
final class TermTable {
  /// More texts than this are not kept.
  private static let maximumTerms = 1 << 19
  /// More bytes of texts than this are not kept.
  private static let maximumBytes = 64 << 20

  private struct Entry {
    let hash: UInt64
    let scope: Int64
    let number: Int64
    let start: Int
    let length: Int
  }

  private var entries: [Entry] = []
  private var bytes: [UInt8] = []
  /// Numbers of entries plus one, at their hashes; 0 is free.
  private var places: [Int32]
  private let seed = UInt64.random(in: .min ... .max) | 1

  init() {
    places = Array(repeating: 0, count: 1024)
  }

  /// The number of a text in a scope; nil when it was not met.
  func find(_ scope: Int64, _ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    let hash = hash(scope, text)
    var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
    while places[place] != 0 {
      let entry = entries[Int(places[place]) - 1]
      if entry.hash == hash, entry.scope == scope, entry.length == text.count, equals(entry, text) {
        return entry.number
      }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }

  private func equals(_ entry: Entry, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let other = text.baseAddress else { return true }
    return bytes.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { memcmp($0 + entry.start, other, entry.length) == 0 } ?? false
    }
  }

  /// Keeps the number of a text.
  func insert(_ scope: Int64, _ text: UnsafeBufferPointer<UInt8>, _ number: Int64) {
    if entries.count >= Self.maximumTerms || bytes.count + text.count > Self.maximumBytes { removeAll() }
    if entries.count * 2 >= places.count { grow() }
    let hash = hash(scope, text)
    entries.append(
      Entry(hash: hash, scope: scope, number: number, start: bytes.count, length: text.count))
    bytes.append(contentsOf: text)
    place(entries.count)
  }

  /// Forgets everything.
  func removeAll() {
    entries.removeAll()
    bytes.removeAll()
    places = Array(repeating: 0, count: 1024)
  }

  private func grow() {
    places = Array(repeating: 0, count: places.count * 2)
    for number in 1...max(1, entries.count) where number <= entries.count { place(number) }
  }

  private func place(_ number: Int) {
    var place = Int(truncatingIfNeeded: entries[number - 1].hash) & (places.count - 1)
    while places[place] != 0 { place = (place + 1) & (places.count - 1) }
    places[place] = Int32(number)
  }

  /// A multiplying hash whose seed nobody outside knows.
  private func hash(_ scope: Int64, _ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let raw = UnsafeRawBufferPointer(text)
    var hash = seed ^ UInt64(bitPattern: scope) ^ UInt64(raw.count) << 32
    var place = 0
    while place + 8 <= raw.count {
      hash = Self.mixed(hash, raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      place += 8
    }
    var rest: UInt64 = 0
    while place < raw.count {
      rest = rest << 8 | UInt64(raw[place])
      place += 1
    }
    return Self.mixed(Self.mixed(hash, rest), seed)
  }

  @inline(__always)
  private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let (high, low) = (hash ^ word).multipliedFullWidth(by: 0x9FB2_1C65_1E98_DF25)
    return high ^ low ^ hash.byteSwapped
  }
}
