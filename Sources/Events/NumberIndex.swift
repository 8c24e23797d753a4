import CScan

/// Finds the numbers of things by their hashes. The things themselves, and whether two are equal, are the caller's.
public struct NumberIndex: Sendable {
  /// For each place the number of its thing plus one, or 0.
  @usableFromInline var places = [UInt32](repeating: 0, count: 64)
  @usableFromInline var count = 0

  /// No numbers.
  public init() {}

  /// The number of a thing; nil when it has none.
  ///
  /// - Parameters:
  ///   - hash: The hash of the thing.
  ///   - isEqual: Whether the thing of a number is the one that is looked for.
  /// - Returns: The number.
  @inlinable @inline(__always)
  public func find(_ hash: UInt64, _ isEqual: (Int) -> Bool) -> Int? {
    var place = self.place(hash)
    while places[place] != 0 {
      let number = Int(places[place]) - 1
      if isEqual(number) { return number }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }

  /// Asks for the memory where a thing will be looked for, so that several can be looked up without waiting for each.
  public func prefetch(_ hash: UInt64) {
    places.withUnsafeBufferPointer { places in
      if let base = places.baseAddress { nj_prefetch(base + place(hash)) }
    }
  }

  /// The number that a hash leads to first, which may be that of another thing; nil when there is none.
  @inlinable @inline(__always)
  public func first(_ hash: UInt64) -> Int? {
    let number = places[place(hash)]
    return number == 0 ? nil : Int(number) - 1
  }

  /// Takes in a number whose thing was not found.
  ///
  /// - Parameters:
  ///   - number: The number.
  ///   - hash: The hash of its thing.
  ///   - hashes: The hash of the thing of an earlier number.
  @inlinable @inline(__always)
  public mutating func insert(_ number: Int, _ hash: UInt64, _ hashes: (Int) -> UInt64) {
    count += 1
    if count * 2 > places.count {
      let old = places
      places = [UInt32](repeating: 0, count: old.count * 2)
      for other in old where other != 0 { put(Int(other) - 1, hashes(Int(other) - 1)) }
    }
    put(number, hash)
  }

  @inlinable @inline(__always)
  mutating func put(_ number: Int, _ hash: UInt64) {
    var place = self.place(hash)
    while places[place] != 0 { place = (place + 1) & (places.count - 1) }
    places[place] = UInt32(number + 1)
  }

  @inlinable @inline(__always)
  func place(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & (places.count - 1) }

  /// What hashes begin with, so that input that was made for it cannot choose things that collide.
  @usableFromInline static let seeds = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))

  /// A hash of two numbers: the halves of a product that depends on both and on the seeds.
  @inlinable @inline(__always)
  public static func hash(_ first: UInt64, _ second: UInt64 = 0) -> UInt64 {
    let product = (first ^ seeds.0).multipliedFullWidth(by: second ^ seeds.1)
    return product.high ^ product.low
  }
}
