import Events
import OrderedCollections
import Rules

/// Which statement allowed the call, and what the principal may do but does not.
struct PermissionsCollector: EvidenceCollector {
  func collect(_ context: InvestigationContext, _ step: InvestigationStep) throws(EvidenceError) -> Finding {
    let facts = context.event
    let request = RequestContext(facts)
    var finding = Finding(
      "permissions", title: "Permissions",
      question: "Which statement allowed the call, and does the principal need it?")
    finding.input("Principal", facts.actor.principalARN)
    finding.input("Action", request.action)
    finding.input("Resource", request.resources.isEmpty ? "*" : Words.list(request.resources, limit: 4))
    if let message = facts.errorMessage, !facts.succeeded { finding.add("The service said", message) }
    guard let principal = facts.actor.principalARN, !facts.actor.isService else {
      finding.answer =
        "The call was made by a service, whose permissions no policy of the account decides alone."
      return finding
    }
    if facts.actor.type == "Root" {
      finding.answer = "The root user may do everything that no service control policy denies."
      return finding
    }
    finding.incomplete += context.policyProblems
    finding.add("The simulator of IAM says", context.simulation?.sentence)
    guard let library = context.policies else {
      if let simulation = context.simulation {
        finding.answer = "\(request.action): \(simulation.sentence), as the simulator of IAM says."
        return finding
      }
      finding.answer = "No policies were given, so which statement allowed \(request.action) cannot be said."
      finding.isAnswered = false
      finding.incomplete.append("policies were not given (--policies DIR or --iam)")
      return finding
    }
    guard var policies = library.policies(for: principal, resource: request.resources.first) else {
      finding.answer = "The policies that were given do not name \(principal)."
      finding.isAnswered = false
      finding.incomplete.append("no policies of \(principal) were given")
      return finding
    }
    policies.session = try Self.sessionPolicies(context, library, &policies.unknown)
    let decision = PolicyEvaluator(policies).decide(request)
    finding.answer = Self.sentence(request, decision, facts)
    finding.add("Decision", decision.sentence)
    finding.add("Policies", Words.list(policies.identity.map(\.name), limit: 10))
    finding.add("Permissions boundary", policies.boundary?.name ?? "none given")
    finding.add("Service control policies", policies.serviceControlText)
    finding.add("Session policy", policies.session.map { Words.list($0.map(\.name)) } ?? "none seen")
    try addUse(context, step, policies, &finding)
    finding.incomplete += policies.unknown
    if let limit = policies.unreadableLimit { finding.incomplete.append(limit) }
    finding.incomplete.append("the policies are as they were read, and may have changed since the call")
    return finding
  }

  private static func sentence(_ request: RequestContext, _ decision: PolicyDecision, _ facts: EventFacts)
    -> String
  {
    let resource =
      request.resources.isEmpty
      ? "" : " on \(Words.list(request.resources.map { ResourceReference(type: "", id: $0).name }, limit: 3))"
    var text = "\(request.action)\(resource): \(decision.sentence)."
    let isDenial = [
      "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "Client.UnauthorizedOperation",
    ]
    .contains(facts.errorCode ?? "")
    switch decision {
    case .allowed where isDenial: text += " The call was refused all the same: other policies decide too."
    case .denied where facts.succeeded, .implicitlyDenied where facts.succeeded:
      text += " The call succeeded all the same: the policies that were given are not those that decided."
    default: break
    }
    return text
  }

  /// The policies that were given when the session was created.
  private static func sessionPolicies(
    _ context: InvestigationContext, _ library: PolicyLibrary, _ unknown: inout [String]
  ) throws(EvidenceError) -> [PolicyDocument]? {
    let actor = context.event.actor
    guard actor.sessionName != nil else { return nil }
    guard let link = try SessionLineage.follow(actor, at: context.event.time, context).links.first else {
      // A session without its creation in the source may have had a policy of its own; that only limits.
      return nil
    }
    var policies: [PolicyDocument] = []
    if let text = link.created.request?["policy"]?.string, !text.isEmpty {
      policies.append(try PolicyDocument(text: text, name: "of the session"))
    }
    for element in link.created.request?["policyArns"]?.array ?? [] {
      guard let arn = element["arn"]?.string ?? element.string else { continue }
      if let policy = library.managed[arn] {
        policies.append(policy)
      } else {
        unknown.append("the session policy \(arn) is not given")
      }
    }
    return policies.isEmpty ? nil : policies
  }

  /// What the principal used in the last 90 days against what it may do.
  private func addUse(
    _ context: InvestigationContext, _ step: InvestigationStep, _ policies: PolicySet,
    _ finding: inout Finding
  ) throws(EvidenceError) {
    guard let principal = context.event.actor.principalKQL else { return }
    let range = context.past(step.seconds("history") ?? 90 * 86_400)
    let page = try context.ask(KQL.all([principal, "event.outcome: success"]), range, limit: 20_000)
    let used = Set(page.events.map { PolicyAction.name(EventFacts($0)) }).sorted()
    let use = PermissionUse(policies, used: used)
    let action = RequestContext(context.event).action
    let start = max(range.lowerBound, context.history?.lowerBound ?? range.lowerBound)
    let length = Words.duration(max(0, start.seconds(to: context.event.time)))
    let before = used.contains(action) ? "had used \(action) before" : "had never used \(action) before"
    let unused =
      used.isEmpty
      ? "it used none of them"
      : "\(use.unused.count) of them fit none of the \(Words.count(used.count, "action")) it used"
    finding.answer +=
      " In the \(length) before, the principal \(before); its policies name "
      + "\(Words.count(use.grants.count, "action pattern")), and \(unused)."
    finding.table(
      "What it may do and what it used", ["Allowed", "By policy", "Used"],
      use.grants.map { [$0.pattern, $0.policy, $0.used.isEmpty ? "never" : Words.list($0.used, limit: 5)] },
      limit: 100)
    finding.query = principal
    context.ground(&finding, range, page)
  }
}
