/// What some tests came to for numbered values; the latest ones of each test are remembered. It must be asked of no others.
struct RememberedResults {
  /// So many results of one test are remembered; a power of two.
  private static let size = 512

  /// For each test its place among those that remember; -1 for the others.
  private let places: UnsafeMutableBufferPointer<Int32>
  /// For each such test and the lowest bits of a number: that number plus one, times two, plus one when the test passed.
  private let results: UnsafeMutableBufferPointer<UInt64>

  /// No results, which `deallocate` frees.
  ///
  /// - Parameter remembers: For each test whether its results are remembered.
  init(_ remembers: [Bool]) {
    places = .allocate(capacity: max(1, remembers.count))
    places.initialize(repeating: -1)
    var count: Int32 = 0
    for (test, isRemembered) in remembers.enumerated() where isRemembered {
      places[test] = count
      count += 1
    }
    results = .allocate(capacity: max(1, Int(count) * Self.size))
    results.initialize(repeating: 0)
  }

  func deallocate() {
    places.deallocate()
    results.deallocate()
  }

  /// What a test came to for the values of a number; nil when that is not known.
  @inline(__always)
  func result(_ test: Int, _ number: Int) -> Bool? {
    let result = results[place(test, number)]
    return result >> 1 == UInt64(number) + 1 ? result & 1 == 1 : nil
  }

  /// Notes what a test came to for the values of a number.
  @inline(__always)
  func note(_ test: Int, _ number: Int, _ passes: Bool) {
    results[place(test, number)] = (UInt64(number) + 1) << 1 | (passes ? 1 : 0)
  }

  @inline(__always)
  private func place(_ test: Int, _ number: Int) -> Int {
    Int(places[test]) * Self.size + (number & (Self.size - 1))
  }
}
