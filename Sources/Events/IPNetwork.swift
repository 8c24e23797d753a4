/// A range of addresses in CIDR notation.
public struct IPNetwork: Sendable, Hashable {
  /// The lowest address.
  public let first: IPAddress
  /// The highest address.
  public let last: IPAddress

  /// Parses `address/prefix`, or a single address; nil when the text is neither. Host bits may be set.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = IPAddress(String(parts[0])) else { return nil }
    guard parts.count == 2 else {
      (first, last) = (address, address)
      return
    }
    let width = address.isV4 && !parts[0].contains(":") ? 32 : 128
    guard let length = Int(parts[1]), parts[1].allSatisfy(\.isNumber), (0...width).contains(length) else {
      return nil
    }
    let hostBits = width - length
    let lowMask: UInt64 = hostBits >= 64 ? .max : (1 << UInt64(hostBits)) - 1
    let highBits = max(0, hostBits - 64)
    let highMask: UInt64 = highBits >= 64 ? .max : (1 << UInt64(highBits)) - 1
    first = IPAddress(high: address.high & ~highMask, low: address.low & ~lowMask)
    last = IPAddress(high: address.high | highMask, low: address.low | lowMask)
  }

  /// Whether the address lies in the range.
  public func contains(_ address: IPAddress) -> Bool {
    first <= address && address <= last
  }
}
