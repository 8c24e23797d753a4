/// An IPv4 or IPv6 address in 16 bytes; IPv4 addresses are mapped (`::ffff:a.b.c.d`), as Elasticsearch keeps them.
public struct IPAddress: Sendable, Hashable, Comparable {
  /// The first eight bytes in network order.
  public let high: UInt64
  /// The last eight bytes in network order.
  public let low: UInt64

  /// An address from its two halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Whether the address is an IPv4 address.
  public var isV4: Bool { high == 0 && low >> 32 == 0xFFFF }

  /// Orders by the 16 bytes.
  public static func < (left: Self, right: Self) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension IPAddress {
  /// Parses a literal address; nil when the text is none. Zone identifiers and ports are not part of an address.
  public init?(_ text: String) {
    var text = text
    guard let address = text.withUTF8({ IPAddress($0) }) else { return nil }
    self = address
  }

  /// Parses the bytes of a literal address; nil when they are none.
  public init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count >= 2, bytes.count <= 45 else { return nil }
    guard bytes.contains(UInt8(ascii: ":")) else {
      guard let v4 = Self.parseV4(bytes[...]) else { return nil }
      self.init(high: 0, low: 0xFFFF_0000_0000 | UInt64(v4))
      return
    }
    guard let address = Self.parseV6(bytes) else { return nil }
    self = address
  }

  private static func parseV4(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> UInt32? {
    var result: UInt32 = 0
    var part: UInt32 = 0
    var digits = 0
    var dots = 0
    for byte in bytes {
      if byte == UInt8(ascii: ".") {
        guard digits > 0, dots < 3 else { return nil }
        result = result << 8 | part
        (part, digits, dots) = (0, 0, dots + 1)
        continue
      }
      guard byte &- 0x30 < 10, digits < 3, !(digits > 0 && part == 0) else { return nil }
      part = part * 10 + UInt32(byte - 0x30)
      digits += 1
      guard part <= 255 else { return nil }
    }
    guard dots == 3, digits > 0 else { return nil }
    return result << 8 | part
  }

  private static func parseV6(_ bytes: UnsafeBufferPointer<UInt8>) -> IPAddress? {
    var groups: [UInt16] = []
    var gap: Int?
    var index = 0
    if bytes[0] == UInt8(ascii: ":") {
      guard bytes[1] == UInt8(ascii: ":") else { return nil }
      gap = 0
      index = 2
    }
    while index < bytes.count {
      guard groups.count < 8 else { return nil }
      let rest = bytes[index...]
      let stop = rest.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
      if stop == bytes.count, rest.contains(UInt8(ascii: ".")) {
        guard let v4 = parseV4(rest), groups.count <= 6 else { return nil }
        groups.append(UInt16(v4 >> 16))
        groups.append(UInt16(v4 & 0xFFFF))
        index = bytes.count
        break
      }
      guard let group = parseGroup(bytes[index..<stop]) else { return nil }
      groups.append(group)
      if stop == bytes.count { break }
      index = stop + 1
      if index < bytes.count, bytes[index] == UInt8(ascii: ":") {
        guard gap == nil else { return nil }
        gap = groups.count
        index += 1
      } else if index == bytes.count {
        return nil
      }
    }
    return assemble(groups, gap: gap)
  }

  private static func parseGroup(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> UInt16? {
    guard (1...4).contains(bytes.count) else { return nil }
    var value: UInt32 = 0
    for byte in bytes {
      guard let digit = hexDigit(byte) else { return nil }
      value = value << 4 | digit
    }
    return UInt16(value)
  }

  private static func assemble(_ groups: [UInt16], gap: Int?) -> IPAddress? {
    var all = groups
    if let gap {
      guard groups.count < 8 else { return nil }
      all.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap)
    }
    guard all.count == 8 else { return nil }
    let high = all[0..<4].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
    let low = all[4..<8].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
    return IPAddress(high: high, low: low)
  }
}

extension IPAddress: CustomStringConvertible {
  /// The text of the address: dotted for IPv4, the shortest form of RFC 5952 for IPv6.
  public var description: String {
    if isV4 {
      let shifts: [UInt64] = [24, 16, 8, 0]
      return shifts.map { String((low >> $0) & 0xFF) }.joined(separator: ".")
    }
    let shifts: [UInt64] = [48, 32, 16, 0]
    let groups = shifts.map { (high >> $0) & 0xFFFF } + shifts.map { (low >> $0) & 0xFFFF }
    guard let gap = Self.longestZeros(groups) else { return Self.join(groups[...]) }
    return "\(Self.join(groups[..<gap.lowerBound]))::\(Self.join(groups[gap.upperBound...]))"
  }

  private static func join(_ groups: ArraySlice<UInt64>) -> String {
    groups.map { String($0, radix: 16) }.joined(separator: ":")
  }

  /// The first of the longest runs of at least two zeros.
  private static func longestZeros(_ groups: [UInt64]) -> Range<Int>? {
    var best: Range<Int>?
    var start = 0
    while start < 8 {
      let end = groups[start...].firstIndex { $0 != 0 } ?? 8
      if end - start >= 2, end - start > best?.count ?? 0 { best = start..<end }
      start = max(end, start + 1)
    }
    return best
  }
}
