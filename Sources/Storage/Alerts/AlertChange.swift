public import Events

/// A change of the work on alerts.
public enum AlertUpdate: Sendable, Hashable {
  /// Back to open.
  case open
  /// Somebody looks at it.
  case acknowledge
  /// The work is done.
  case close(CloseReason)
  case addTags([String])
  case removeTags([String])
  case setTags([String])
  case addAssignees([String])
  case removeAssignees([String])
  case setAssignees([String])
  /// Words of whoever works on it.
  case note(String)
}

/// An entry of an alert's history.
public struct AlertChange: Sendable, Hashable {
  /// What changed.
  public enum Kind: String, Sendable, Hashable {
    case status
    case tags
    case assignees
    case note
  }

  /// When it was changed.
  public let at: Timestamp
  /// Who changed it.
  public let actor: String
  /// What changed.
  public let kind: Kind
  /// What it was; nil for notes.
  public let old: String?
  /// What it became, or the words of a note.
  public let new: String?
}
