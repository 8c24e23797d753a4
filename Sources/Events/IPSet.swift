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
    let place = ranges.partitioningPoint { $0.upperBound >= address }
    return place < ranges.count && ranges[place].contains(address)
  }
}
