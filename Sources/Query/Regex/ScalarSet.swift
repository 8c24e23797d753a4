import Events

/// A set of Unicode scalar values as ranges in ascending order that neither touch nor overlap.
struct ScalarSet: Sendable, Hashable {
  /// The largest Unicode scalar value.
  static let last: UInt32 = 0x10FFFF

  let ranges: [ClosedRange<UInt32>]

  /// Every scalar.
  static let all = ScalarSet([0...last])
  /// No scalar.
  static let none = ScalarSet([])
  static let digits = ScalarSet([0x30...0x39])
  static let word = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  static let space = ScalarSet([0x09...0x0D, 0x20...0x20])

  init(_ ranges: [ClosedRange<UInt32>]) {
    var merged: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let previous = merged.last, range.lowerBound <= previous.upperBound &+ 1 {
        merged[merged.count - 1] = previous.lowerBound...max(previous.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    self.ranges = merged
  }

  init(_ scalar: Unicode.Scalar) {
    ranges = [scalar.value...scalar.value]
  }

  var isEmpty: Bool { ranges.isEmpty }

  func contains(_ value: UInt32) -> Bool {
    let place = ranges.partitioningPoint { $0.upperBound >= value }
    return place < ranges.count && ranges[place].lowerBound <= value
  }

  func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

  var inverted: ScalarSet {
    var result: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    if next <= Self.last { result.append(next...Self.last) }
    return ScalarSet(result)
  }

  /// The set with the other case of every letter in it. Long ranges outside ASCII are left as they are: they hold
  /// whole scripts.
  var ignoringCase: ScalarSet {
    var result = ranges
    for range in ranges where range.upperBound < 0x80 || range.count <= 1024 {
      for value in range {
        guard let scalar = Unicode.Scalar(value) else { continue }
        for mapped in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping] {
          let scalars = mapped.unicodeScalars
          if scalars.count == 1, let other = scalars.first { result.append(other.value...other.value) }
        }
      }
    }
    return ScalarSet(result)
  }
}
