public import Events
public import OrderedCollections

/// An entry of the audit log: who did what to what, and when.
public struct AuditEntry: Sendable, Hashable {
  /// The place in the log, from 1.
  public let seq: Int64
  /// When it was done.
  public let at: Timestamp
  /// What was done, such as `alert.close`.
  public let action: String
  /// What it was done to, such as the identifier of an alert.
  public let subject: String
  /// Who did it.
  public let actor: String
  /// More about it.
  public let details: JSONObject
  /// The hash that holds the entry and everything before it, in hexadecimal.
  public let hash: String

  /// The entry as an object, as it is exported.
  public var object: JSONObject {
    [
      "seq": .number(JSONNumber(Int(seq))), "at": .string(at.description), "action": .string(action),
      "subject": .string(subject), "actor": .string(actor), "details": .object(details),
      "hash": .string(hash),
    ]
  }
}

/// A place in the audit log with the hash that holds everything up to there. Kept elsewhere, it shows later whether anything
/// before it was changed or removed.
public struct AuditHead: Sendable, Hashable {
  /// The place of the entry.
  public let seq: Int64
  /// Its hash, in hexadecimal.
  public let hash: String

  /// A head.
  public init(seq: Int64, hash: String) {
    self.seq = seq
    self.hash = hash
  }
}
