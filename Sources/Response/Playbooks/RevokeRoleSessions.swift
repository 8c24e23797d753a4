import Events
import OrderedCollections

/// Ends the present sessions of a role, as the IAM console does it.
///
/// Source: IAM User Guide, "Revoke IAM role temporary security credentials": an inline policy `AWSRevokeOlderSessions`
/// that denies everything to sessions whose token was issued before a time.
struct RevokeRoleSessions: Playbook {
  static let policy = InlinePolicy(name: "AWSRevokeOlderSessions")
  static let document =
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["*"],"Resource":["*"],"Condition":{"DateLessThan":{"aws:TokenIssueTime":""#
    + ResponseCall.moment + #""}}}]}"#

  let name = "revoke-role-sessions"
  let title = "Revoke the present sessions of the role"
  let permissions = InlinePolicy.permissions(users: false)

  func subjects(of alert: AlertFacts) throws(ResponseError) -> [ResponseSubject] {
    let subject = Fit.subject(try Fit.principal(alert), alert)
    guard subject.kind == .role else {
      throw ResponseError(.unfit, "the call was made by a user, not in a session of a role")
    }
    return [subject]
  }

  func observe(
    _ subject: ResponseSubject, with calls: CallLog
  ) async throws(ResponseError) -> Observation {
    try await Self.policy.observe(subject, with: calls)
  }

  func step(for subject: ResponseSubject, from state: Observation) throws(ResponseError) -> ResponseStep {
    try Self.policy.step(
      subject, from: state, document: Self.document,
      effect:
        "Every session of the \(subject.description) that began before the moment of execution is denied everything; new sessions are not.",
      nothing: "",
      warnings: [
        "everybody and everything that uses the role must sign in again",
        "whoever may assume the role can begin a new session",
      ])
  }
}
