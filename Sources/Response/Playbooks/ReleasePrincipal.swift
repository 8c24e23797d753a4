import Events
import OrderedCollections

/// Takes the policy of a quarantine away, whoever attached it.
struct ReleasePrincipal: Playbook {
  let name = "release-principal"
  let title = "End the quarantine of the principal"
  let permissions = InlinePolicy.permissions()

  func subjects(of alert: AlertFacts) throws(ResponseError) -> [ResponseSubject] {
    [Fit.subject(try Fit.principal(alert), alert)]
  }

  func observe(
    _ subject: ResponseSubject, with calls: CallLog
  ) async throws(ResponseError) -> Observation {
    try await QuarantinePrincipal.policy.observe(subject, with: calls)
  }

  func step(for subject: ResponseSubject, from state: Observation) throws(ResponseError) -> ResponseStep {
    try QuarantinePrincipal.policy.step(
      subject, from: state, document: nil,
      effect: "The \(subject.description) has the permissions again that its other policies give.",
      nothing: "Nothing is to be done: the \(subject.description) is not in quarantine.")
  }
}
