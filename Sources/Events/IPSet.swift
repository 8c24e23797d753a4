/// A set of addresses as ranges in ascending order.
public struct IPSet: Sendable, Hashable {
  private let ranges: [ClosedRange<IPAddress>]

  /// The addresses of networks.
  public init(_ networks: [IPNetwork]) {
    self.init(ranges: networks.map { $0.first...$0.last })
  }

  /// The addresses of ranges.
  public init(ranges: [ClosedRange<IPAddress>]) {
    var merged: [ClosedRange<IPAddress>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    self.ranges = merged
  }

  /// Whether an address belongs to the set.
  public func contains(_ address: IPAddress) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < address { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(address)
  }
}
