/// Finds the numbers of things by their hashes. The things themselves, and whether two are equal, are the caller's.
struct NumberIndex: Sendable {
  /// For each place the number of its thing plus one, or 0.
  private var places = [UInt32](repeating: 0, count: 64)
  private var count = 0

  /// No numbers.
  init() {}

  /// The number of a thing; nil when it has none.
  ///
  /// - Parameters:
  ///   - hash: The hash of the thing.
  ///   - isEqual: Whether the thing of a number is the one that is looked for.
  /// - Returns: The number.
  @inline(__always)
  func find(_ hash: UInt64, _ isEqual: (Int) -> Bool) -> Int? {
    var place = self.place(hash)
    while places[place] != 0 {
      let number = Int(places[place]) - 1
      if isEqual(number) { return number }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }

  /// Takes in a number whose thing was not found.
  ///
  /// - Parameters:
  ///   - number: The number.
  ///   - hash: The hash of its thing.
  ///   - hashes: The hash of the thing of an earlier number.
  @inline(__always)
  mutating func insert(_ number: Int, _ hash: UInt64, _ hashes: (Int) -> UInt64) {
    count += 1
    if count * 2 > places.count {
      let old = places
      places = [UInt32](repeating: 0, count: old.count * 2)
      for other in old where other != 0 { put(Int(other) - 1, hashes(Int(other) - 1)) }
    }
    put(number, hash)
  }

  @inline(__always)
  private mutating func put(_ number: Int, _ hash: UInt64) {
    var place = self.place(hash)
    while places[place] != 0 { place = (place + 1) & (places.count - 1) }
    places[place] = UInt32(number + 1)
  }

  @inline(__always)
  private func place(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & (places.count - 1) }

  /// A hash of two numbers. Numbers of values are given out densely, so that nobody can choose them to collide.
  @inline(__always)
  static func hash(_ first: UInt64, _ second: UInt64 = 0) -> UInt64 {
    let mixed = (first ^ second &* 0xD6E8_FEB8_6659_FD93) &* 0x9E37_79B9_7F4A_7C15
    return (mixed ^ mixed >> 29) >> 24
  }
}
