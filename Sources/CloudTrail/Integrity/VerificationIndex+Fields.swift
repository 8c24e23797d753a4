public import Events
public import OrderedCollections

extension VerificationIndex {
  /// The fields `nightjar.integrity.*` of an alert whose source event came from a file; nil when nothing is known of it.
  public func fields(for file: String) -> JSONObject? {
    guard let entry = entry(for: file) else { return nil }
    var fields: JSONObject = ["state": .string(entry.state.rawValue)]
    if let reason = entry.reason { fields["reason"] = .string(reason.description) }
    if let digest = entry.digest { fields["digest"] = .string(digest.description) }
    if let fingerprint = entry.fingerprint { fields["fingerprint"] = .string(fingerprint) }
    return ["nightjar": ["integrity": .object(fields)]]
  }
}
