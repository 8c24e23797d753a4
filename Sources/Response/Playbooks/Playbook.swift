import Events
import OrderedCollections

/// Something that can be done about an alert: how to read the state, and which calls change it to what.
///
/// A playbook only says what is to be done. Approval, guard rails, the calls themselves, verification, records and undoing
/// are the same for all of them.
public protocol Playbook: Sendable {
  /// The name, such as `restart-config-recorder`.
  var name: String { get }
  /// The playbook in a few words.
  var title: String { get }
  /// All calls that it makes, to read, to change and to take back.
  var permissions: [Permission] { get }

  /// What it would act on.
  ///
  /// - Throws: `ResponseError` of kind `unfit` with the reason when it does not fit the alert.
  func subjects(of alert: AlertFacts) throws(ResponseError) -> [ResponseSubject]

  /// Reads the state.
  ///
  /// - Throws: `ResponseError` of kind `missing` when the subject does not exist.
  func observe(_ subject: ResponseSubject, with calls: CallLog) async throws(ResponseError) -> Observation

  /// Says what is to be done about a state.
  ///
  /// - Throws: `ResponseError` when nothing can be done.
  func step(for subject: ResponseSubject, from state: Observation) throws(ResponseError) -> ResponseStep
}

/// All playbooks.
public enum Playbooks {
  /// In the order in which they are offered.
  public static let all: [any Playbook] = [
    RestartConfigRecorder(), RestartTrail(), EnableDetector(), DeactivateAccessKey(), RevokeRoleSessions(),
    QuarantinePrincipal(), ReleasePrincipal(),
  ]

  /// The names of all playbooks.
  public static var names: [String] { all.map(\.name) }

  /// A playbook by its name; nil when there is none.
  public static func named(_ name: String) -> (any Playbook)? { all.first { $0.name == name } }
}
