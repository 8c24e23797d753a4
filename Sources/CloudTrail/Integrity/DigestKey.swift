public import Events

/// What the key of a digest object says.
///
/// Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html,
/// "Digest file location".
public struct DigestKey: Sendable, Hashable {
  /// The chain that the digest belongs to.
  public let chain: DigestChainID
  /// The end of the period that the digest covers.
  public let end: Timestamp
  /// The identifier of the organisation, where the folders have one.
  public let organization: String?

  private static let marker = "_CloudTrail-Digest_"
  private static let suffix = ".json.gz"
  private static let backfill = "_backfill"

  /// Reads a key; nil when it is not that of a digest. The folders are not looked at, but for the organisation: a digest
  /// that lies elsewhere is still a digest, which has been moved.
  public init?(_ key: String) {
    let components = key.split(separator: "/", omittingEmptySubsequences: false)
    guard let file = components.last, file.hasSuffix(Self.suffix) else { return nil }
    var name = file.dropLast(Self.suffix.count)
    let isBackfill = name.hasSuffix(Self.backfill)
    if isBackfill { name = name.dropLast(Self.backfill.count) }
    guard let marker = name.firstRange(of: Self.marker) else { return nil }
    let account = name[..<marker.lowerBound]
    // Regions have no underscore, names of trails may have some.
    let parts = name[marker.upperBound...].split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count >= 4, Self.isAccount(account), parts.allSatisfy({ !$0.isEmpty || parts.count > 4 }),
      parts[parts.count - 1].utf8.count == 16, let end = Timestamp(String(parts[parts.count - 1]))
    else { return nil }
    let trail = parts[1..<(parts.count - 2)].joined(separator: "_")
    guard !trail.isEmpty, !parts[0].isEmpty, !parts[parts.count - 2].isEmpty else { return nil }
    chain = DigestChainID(
      account: String(account), region: String(parts[0]), trail: trail,
      homeRegion: String(parts[parts.count - 2]), isBackfill: isBackfill)
    self.end = end
    organization = Self.organization(components)
  }

  private static func isAccount(_ text: Substring) -> Bool {
    text.utf8.count == 12 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// The folder between `AWSLogs` and the account's.
  private static func organization(_ components: [Substring]) -> String? {
    guard let logs = components.lastIndex(of: "AWSLogs"), logs + 1 < components.count,
      components[logs + 1].hasPrefix("o-")
    else { return nil }
    return String(components[logs + 1])
  }
}
