/// Says of a file how far it is proved to be what CloudTrail delivered, so that alerts can say it of their source event.
public struct VerificationIndex: Sendable {
  /// What is known of a file.
  public struct Entry: Sendable, Hashable {
    /// The state.
    public let state: VerificationState
    /// Why it is not valid; nil when it is.
    public let reason: IntegrityReason?
    /// The digest that lists the file; nil when none does.
    public let digest: ObjectLocation?
    /// The key that signed the digest; nil when there is none.
    public let fingerprint: String?
  }

  private static let root = "AWSLogs/"
  private var entries: [String: Entry] = [:]

  /// The index of a report. A file that several digests list is valid when one of them proves it, and invalid when one
  /// disproves it.
  public init(_ report: IntegrityReport) {
    for location in report.unlisted {
      entries[Self.name(location.key)] = Entry(
        state: .unverified, reason: .notListed, digest: nil, fingerprint: nil)
    }
    for chain in report.chains {
      let fingerprints = Dictionary(
        chain.digests.map { ($0.location, $0.fingerprint) }, uniquingKeysWith: { first, _ in first })
      for log in chain.logs {
        add(
          Entry(
            state: log.state, reason: log.reason, digest: log.digest,
            fingerprint: fingerprints[log.digest] ?? nil),
          for: log.location.key)
      }
    }
  }

  private mutating func add(_ entry: Entry, for key: String) {
    let name = Self.name(key)
    let order: [VerificationState] = [.unverified, .valid, .missing, .invalid]
    func rank(_ entry: Entry) -> Int { order.firstIndex(of: entry.state) ?? 0 }
    if let known = entries[name], rank(known) >= rank(entry), known.digest != nil { return }
    entries[name] = entry
  }

  /// How many files are known.
  public var count: Int { entries.count }

  /// What is known of a file: the key of an object, its `s3://` address, or the path of a local copy.
  public func entry(for file: String) -> Entry? { entries[Self.name(file)] }

  /// The part of a path that is the same in a bucket and in every copy of it.
  private static func name(_ path: String) -> String {
    guard let range = path.ranges(of: root).last else { return path }
    return String(path[range.lowerBound...])
  }
}
