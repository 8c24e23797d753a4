/// What checking the audit log found.
public struct AuditReport: Sendable, Hashable {
  /// The first thing that is wrong.
  public enum Problem: Sendable, Hashable {
    /// An entry is missing: it was removed, or its number was changed.
    case missing(seq: Int64)
    /// An entry is not the one that was written, or does not follow the one before.
    case altered(seq: Int64)
    /// Entries at the end are missing: a signed checkpoint names a later one.
    case truncated(last: Int64, signed: Int64)
    /// A checkpoint's signature is wrong, or by a key that is not trusted.
    case badSignature(seq: Int64)
    /// A checkpoint signed another content than the log has.
    case contradicted(seq: Int64)
    /// Entries at the end that no checkpoint signs.
    case unsigned(from: Int64)
  }

  /// How many entries were checked and found right.
  public var entries = 0
  /// How many signed checkpoints were checked and found right.
  public var checkpoints = 0
  /// The last entry; nil when there is none.
  public var head: AuditHead?
  /// The first thing that is wrong; nil when the log is as it was written.
  public var problem: Problem?

  /// Whether the log is as it was written.
  public var isValid: Bool { problem == nil }
}

extension AuditReport.Problem: CustomStringConvertible {
  /// The problem in words.
  public var description: String {
    switch self {
    case .missing(let seq): "entry \(seq) is missing"
    case .altered(let seq): "entry \(seq) was changed"
    case .truncated(let last, let signed): "the log ends with entry \(last), but entry \(signed) was signed"
    case .badSignature(let seq):
      "the signature of the checkpoint at entry \(seq) is wrong or by an unknown key"
    case .contradicted(let seq): "the checkpoint at entry \(seq) signed something else than the log says"
    case .unsigned(let seq): "the entries from \(seq) on are not signed"
    }
  }
}
