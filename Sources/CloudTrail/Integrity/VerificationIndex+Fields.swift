public import Events
public import OrderedCollections

extension VerificationIndex {
  /// The fields `nightjar.integrity.*` of an alert whose source event came from a file; nil when nothing is known of it.
  public func fields(for file: String) -> JSONObject? {
    entry(for: file).map { fields($0) }
  }

  /// The fields `nightjar.integrity.*` of an alert whose source events stand in several files: those of the file that is least
  /// to be trusted, and its name. A file of which nothing is known is unverified.
  ///
  /// - Parameter files: Keys, `s3://` addresses or paths.
  /// - Returns: The fields; nil when there are no files.
  public func fields(forAny files: some Collection<String>) -> JSONObject? {
    let order: [VerificationState] = [.invalid, .missing, .unverified, .valid]
    func rank(_ entry: Entry) -> Int { order.firstIndex(of: entry.state) ?? 0 }
    let known = files.sorted().map { file in
      let unknown = Entry(state: .unverified, reason: .notListed, digest: nil, fingerprint: nil)
      return (file: file, entry: entry(for: file) ?? unknown)
    }
    guard let worst = known.min(by: { rank($0.entry) < rank($1.entry) }) else { return nil }
    return fields(worst.entry, file: worst.file)
  }

  private func fields(_ entry: Entry, file: String? = nil) -> JSONObject {
    var fields: JSONObject = ["state": .string(entry.state.rawValue)]
    if let file { fields["file"] = .string(file) }
    if let reason = entry.reason { fields["reason"] = .string(reason.description) }
    if let digest = entry.digest { fields["digest"] = .string(digest.description) }
    if let fingerprint = entry.fingerprint { fields["fingerprint"] = .string(fingerprint) }
    return ["nightjar": ["integrity": .object(fields)]]
  }
}
