import Events
import OrderedCollections

/// Takes all permissions from the user or the role that made the call, with an inline policy that denies everything.
struct QuarantinePrincipal: Playbook {
  /// The policy that denies everything.
  static let policy = InlinePolicy(name: "NightjarQuarantine")
  /// An explicit deny wins over every allow. Source: IAM User Guide, "Policy evaluation logic".
  static let document =
    #"{"Version":"2012-10-17","Statement":[{"Sid":"NightjarQuarantine","Effect":"Deny","Action":"*","Resource":"*"}]}"#

  let name = "quarantine-principal"
  let title = "Take all permissions from the principal"
  let permissions = InlinePolicy.permissions()

  func subjects(of alert: AlertFacts) throws(ResponseError) -> [ResponseSubject] {
    [Fit.subject(try Fit.principal(alert), alert)]
  }

  func observe(
    _ subject: ResponseSubject, with calls: CallLog
  ) async throws(ResponseError) -> Observation {
    try await Self.policy.observe(subject, with: calls)
  }

  func step(for subject: ResponseSubject, from state: Observation) throws(ResponseError) -> ResponseStep {
    try Self.policy.step(
      subject, from: state, document: Self.document,
      effect: "Every call of the \(subject.description) is denied, also in sessions that exist already.",
      nothing: "Nothing is to be done: the \(subject.description) is in quarantine.",
      warnings: subject.kind == .role
        ? ["everybody and everything that uses the role is stopped"]
        : ["everything that uses the user is stopped"])
  }
}
