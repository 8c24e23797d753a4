public import Events

/// A named list of values, which entries of exceptions refer to.
public struct ValueList: Sendable, Hashable, Identifiable {
  /// What kind of values a list has.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case keyword
    case ip
    case ipRange = "ip_range"
  }

  /// The values.
  public enum Values: Sendable, Hashable {
    /// Texts.
    case keywords([String])
    /// Addresses and ranges of addresses.
    case addresses([ClosedRange<IPAddress>])
  }

  /// A list may have this many values, as in Elasticsearch a query.
  public static let maximumCount = 65_536

  /// The identifier that entries refer to.
  public let id: String
  /// The kind of values.
  public let kind: Kind
  /// The values.
  public let values: Values

  /// A list of values as they are written; ranges of addresses are networks (`10.0.0.0/8`) or have a dash between
  /// first and last (`192.0.2.1-192.0.2.9`).
  ///
  /// - Throws: `ValueListError` when a value is none of its kind, or when there are too many.
  public init(id: String, kind: Kind, items: [String]) throws(ValueListError) {
    guard items.count <= Self.maximumCount else {
      throw ValueListError(
        index: nil, message: "has \(items.count) values; a list may have \(Self.maximumCount)")
    }
    self.id = id
    self.kind = kind
    guard kind != .keyword else {
      values = .keywords(items)
      return
    }
    var ranges: [ClosedRange<IPAddress>] = []
    for (index, item) in items.enumerated() {
      guard let range = Self.range(item, allowsDash: kind == .ipRange) else {
        let expected =
          kind == .ip ? "an address or a network" : "a network such as 10.0.0.0/8 or a range with a dash"
        throw ValueListError(index: index, message: "must be \(expected), not \"\(item)\"")
      }
      ranges.append(range)
    }
    values = .addresses(ranges)
  }

  /// The number of values.
  public var count: Int {
    switch values {
    case .keywords(let texts): texts.count
    case .addresses(let ranges): ranges.count
    }
  }

  private static func range(_ text: String, allowsDash: Bool) -> ClosedRange<IPAddress>? {
    if let network = IPNetwork(text) { return network.first...network.last }
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { part in
      IPAddress(String(part.filter { $0 != " " }))
    }
    guard allowsDash, ends.count == 2, let first = ends[0], let last = ends[1], first.isV4 == last.isV4,
      first <= last
    else { return nil }
    return first...last
  }
}
