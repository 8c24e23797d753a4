/// Why a response was not carried out, and what to do next.
public struct ResponseError: Error, Sendable, Hashable {
  /// What went wrong.
  public enum Kind: String, Sendable, Hashable {
    /// No playbook or response has this name.
    case unknown
    /// The playbook has nothing to do with the alert.
    case unfit
    /// A guard rail does not let it happen.
    case refused
    /// What is to be changed does not exist.
    case missing
    /// AWS refused for want of permissions.
    case denied
    /// A call of AWS failed otherwise.
    case aws
    /// The state is no longer the one that the plan was made for.
    case drift
    /// The state that was wanted was not read in time.
    case timeout
    /// The state that was read is wrong for good.
    case unverified
    /// Approvals are missing.
    case notApproved = "not approved"
    /// The response is not in a state in which this can be done.
    case wrongStatus = "wrong status"
    /// The plan is too old.
    case stale
    /// What is stored is no plan of this program.
    case damaged
    /// The store could not be read or written.
    case store
    /// The task was cancelled.
    case cancelled
  }

  /// What went wrong.
  public let kind: Kind
  /// What happened, in words.
  public let message: String
  /// The response that is stored with all that is known; nil when none is.
  public var response: String?

  /// An error.
  public init(_ kind: Kind, _ message: String, response: String? = nil) {
    self.kind = kind
    self.message = message
    self.response = response
  }

  /// What to do next.
  public var advice: String {
    switch kind {
    case .unknown: "see what there is with nightjar respond ALERT"
    case .unfit: "choose another playbook"
    case .refused: "change the [response] settings if it is to be allowed"
    case .missing: "look whether it was deleted, and make it anew by hand"
    case .denied: "grant what nightjar respond --policy prints"
    case .aws: "try again, or act by hand"
    case .drift: "look at the present state and plan again"
    case .timeout: "read the state again later: the calls were made"
    case .unverified: "act by hand; what was changed can be taken back with --undo"
    case .notApproved: "have it approved, then execute it"
    case .wrongStatus: "see its status with nightjar respond --list"
    case .stale: "plan again"
    case .damaged: "plan again, and check the audit log with nightjar audit verify"
    case .store: "repair the store; the audit log may lack what was just done"
    case .cancelled: "read the state: calls may have been made"
    }
  }
}

extension ResponseError: CustomStringConvertible {
  /// The error in words, with what to do next.
  public var description: String { "\(kind.rawValue): \(message); \(advice)" }
}
