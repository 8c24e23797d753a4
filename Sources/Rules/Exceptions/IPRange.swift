public import Events

/// A range of addresses: one address, CIDR form, or two addresses with a dash between.
public struct IPRange: Sendable, Hashable {
  /// The addresses.
  public let addresses: ClosedRange<IPAddress>

  /// Reads a range; nil when the text is none.
  public init?(_ text: String) {
    if let network = IPNetwork(text) {
      addresses = network.first...network.last
      return
    }
    let ends = text.split(separator: "-").map { IPAddress($0.filter { $0 != " " }) }
    guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last else { return nil }
    addresses = first...last
  }
}
