import Events

/// Which addresses may be connected to, so that a sink does not reach what only this machine reaches: the metadata of a
/// cloud instance, services on loopback, the inner network.
///
/// Sources: https://www.iana.org/assignments/iana-ipv4-special-registry/ and
/// https://www.iana.org/assignments/iana-ipv6-special-registry/
struct AddressGuard: Sendable {
  /// What is refused unless it is allowed by name.
  enum Level: Sendable {
    /// Everything that is not public.
    case publicOnly
    /// Link-local, metadata, multicast and unspecified addresses; servers of one's own network are reached.
    case ownNetwork
  }

  let level: Level
  let allowed: [IPNetwork]

  private static let never = networks([
    "0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "::/128", "fe80::/10", "ff00::/8",
    "fd00:ec2::/32", "100.100.100.200/32", "fec0::/10",
  ])
  private static let notPublic = networks([
    "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
    "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "::1/128", "fc00::/7",
    "2001:db8::/32", "100::/64", "2001::/32", "5f00::/16",
  ])

  private static func networks(_ texts: [String]) -> [IPNetwork] { texts.compactMap { IPNetwork($0) } }

  /// Why an address is refused; nil when it is not.
  func refusal(of address: IPAddress) -> String? {
    if allowed.contains(where: { $0.contains(address) }) { return nil }
    for candidate in [address] + Self.embedded(in: address) {
      if Self.never.contains(where: { $0.contains(candidate) }) {
        return "\(address) is a link-local, metadata or special address"
      }
      if level == .publicOnly, Self.notPublic.contains(where: { $0.contains(candidate) }) {
        return "\(address) is no public address; allow_networks names those that are meant"
      }
    }
    return nil
  }

  /// The IPv4 addresses that an IPv6 address leads to: those of NAT64 (RFC 6052), 6to4 (RFC 3056), and the deprecated
  /// IPv4-compatible ones (RFC 4291). IPv4-mapped addresses are IPv4 addresses here.
  private static func embedded(in address: IPAddress) -> [IPAddress] {
    guard !address.isV4 else { return [] }
    func v4(_ bits: UInt64) -> IPAddress { IPAddress(high: 0, low: 0xFFFF_0000_0000 | bits & 0xFFFF_FFFF) }
    if address.high >> 48 == 0x2002 { return [v4(address.high >> 16)] }
    if address.high == 0x0064_FF9B_0000_0000 || address.high >> 16 == 0x0064_FF9B_0001 {
      return [v4(address.low)]
    }
    if address.high == 0, address.low > 0xFFFF, address.low >> 32 == 0 { return [v4(address.low)] }
    return []
  }
}
