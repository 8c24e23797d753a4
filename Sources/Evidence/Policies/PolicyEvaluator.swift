/// Decides whether policies allow a request, as IAM does: an explicit deny anywhere wins, and every kind of policy that
/// limits must allow as well.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html and, for what a
/// policy of the resource adds,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
public struct PolicyEvaluator: Sendable {
  private let policies: PolicySet

  /// An evaluator of policies.
  public init(_ policies: PolicySet) {
    self.policies = policies
  }

  /// What the policies say about a request.
  public func decide(_ request: RequestContext) -> PolicyDecision {
    let resources = request.resources.isEmpty ? ["*"] : request.resources
    // A call that is about several resources needs permission for each.
    var allowed: PolicyDecision?
    var undecided: [String] = []
    for resource in resources.prefix(100) {
      switch decide(request, resource) {
      case .denied(let by): return .denied(by: by)
      case .implicitlyDenied(let place): return .implicitlyDenied(place)
      case .undecided(let reasons): undecided += reasons.filter { !undecided.contains($0) }
      case .allowed(let by): allowed = allowed ?? .allowed(by: by)
      }
    }
    return undecided.isEmpty ? allowed ?? .implicitlyDenied("there is no policy") : .undecided(undecided)
  }

  /// What a kind of policy says: who allows, who denies, and what stays open.
  struct Opinion {
    var allow: Verdict = .no
    var allowing: String?
    var deny: Verdict = .no
    var denying: String?
  }

  private func decide(_ request: RequestContext, _ resource: String) -> PolicyDecision {
    let identity = opinion(policies.identity, request, resource, kind: "policy")
    let levels = policies.serviceControl.map {
      opinion($0, request, resource, kind: "service control policy")
    }
    let boundary = policies.boundary.map { opinion([$0], request, resource, kind: "permissions boundary") }
    let session = policies.session.map { opinion($0, request, resource, kind: "session policy") }
    let own = policies.resource.map { resourceOpinion($0, request, resource) }
    let all = [identity] + levels + [boundary, session, own?.opinion].compactMap(\.self)
    if let denied = all.first(where: { $0.deny == .yes }) {
      return .denied(by: denied.denying ?? "a statement")
    }
    let limits: [(Opinion, String)] =
      levels.map { ($0, "no statement of a service control policy allows it") }
      + [boundary.map { ($0, "no statement of the permissions boundary allows it") }].compactMap(\.self)
      + [session.map { ($0, "no statement of the session policy allows it") }].compactMap(\.self)
    let grant = grant(request, identity, own)
    return conclude(
      grant: grant, limits: own?.bypasses == true ? Array(limits.prefix(levels.count)) : limits, all: all)
  }

  /// Who grants: the identity's policies or, in the same account, that of the resource; across accounts both.
  private func grant(
    _ request: RequestContext, _ identity: Opinion, _ own: (opinion: Opinion, bypasses: Bool)?
  ) -> (verdict: Verdict, by: String?, missing: String) {
    let missing =
      policies.identity.isEmpty
      ? "the principal has no policy" : "no statement of the principal's policies allows it"
    if request.account == request.resourceAccount {
      guard let own else { return (identity.allow, identity.allowing, missing) }
      let verdict = Verdict.or(identity.allow, own.opinion.allow)
      return (
        verdict, identity.allow == .yes ? identity.allowing : own.opinion.allowing ?? identity.allowing,
        missing
      )
    }
    guard let own else {
      let reason = Verdict.unknown("the resource belongs to another account, whose policy is not given")
      return (.and(identity.allow, reason), identity.allowing, missing)
    }
    return (
      .and(identity.allow, own.opinion.allow), identity.allowing,
      identity.allow == .no ? missing : "the policy of the resource in another account does not allow it"
    )
  }

  private func conclude(
    grant: (verdict: Verdict, by: String?, missing: String), limits: [(Opinion, String)], all: [Opinion]
  ) -> PolicyDecision {
    // Where something that must allow certainly does not, open questions make no difference.
    if grant.verdict == .no, policies.unknown.isEmpty { return .implicitlyDenied(grant.missing) }
    if let closed = limits.first(where: { $0.0.allow == .no }) { return .implicitlyDenied(closed.1) }
    var open: [String] = []
    func note(_ verdict: Verdict) {
      if case .unknown(let reason) = verdict, !open.contains(reason) { open.append(reason) }
    }
    note(grant.verdict)
    for limit in limits { note(limit.0.allow) }
    for opinion in all { note(opinion.deny) }
    // A policy that is not given may allow, and may deny what others allow.
    if open.isEmpty, !policies.unknown.isEmpty, let by = grant.by {
      open.append("\(by) allows it, but not everything is given")
    }
    open += policies.unknown
    // What can only forbid makes no difference to what nobody allows.
    if let limit = policies.unreadableLimit {
      open.append(grant.by.map { "\(limit) and may forbid what \($0) allows" } ?? limit)
    }
    return open.isEmpty ? .allowed(by: grant.by ?? "a statement") : .undecided(open)
  }

  // MARK: Statements

  private func opinion(
    _ documents: [PolicyDocument], _ request: RequestContext, _ resource: String, kind: String
  ) -> Opinion {
    var opinion = Opinion()
    for document in documents {
      for statement in document.statements {
        note(
          matches(statement, request, resource), statement, "\(statement.name) of \(kind) \(document.name)",
          &opinion)
      }
    }
    return opinion
  }

  private func note(
    _ verdict: Verdict, _ statement: PolicyDocument.Statement, _ name: String, _ opinion: inout Opinion
  ) {
    if statement.allows {
      if verdict == .yes, opinion.allow != .yes { opinion.allowing = name }
      opinion.allow = .or(opinion.allow, verdict)
    } else {
      if verdict == .yes, opinion.deny != .yes { opinion.denying = name }
      opinion.deny = .or(opinion.deny, verdict)
    }
  }

  /// Whether a statement is about a request.
  private func matches(_ statement: PolicyDocument.Statement, _ request: RequestContext, _ resource: String)
    -> Verdict
  {
    let isAction = statement.actions.patterns.contains {
      PolicyPattern.matches($0, request.action, ignoresCase: true)
    }
    guard isAction != statement.actions.isNegated else { return .no }
    var verdict = Verdict.yes
    if let resources = statement.resources {
      var fits = Verdict.no
      for pattern in resources.patterns { fits = .or(fits, resourceVerdict(pattern, resource, request)) }
      verdict = resources.isNegated ? fits.negated : fits
    }
    return .and(verdict, ConditionEvaluator(context: request).verdict(statement.conditions))
  }

  private func resourceVerdict(_ pattern: String, _ resource: String, _ request: RequestContext) -> Verdict {
    switch PolicyVariables.fill(pattern, request) {
    case .success(let text): PolicyPattern.verdict(text, resource: resource)
    case .failure(let missing): .unknown(missing.message)
    }
  }

  // MARK: Policies of resources

  /// What the policy of the resource says, and whether it names the principal so that limits of the identity do not
  /// count: a user or a session by its own ARN.
  private func resourceOpinion(
    _ document: PolicyDocument, _ request: RequestContext, _ resource: String
  ) -> (opinion: Opinion, bypasses: Bool) {
    var (opinion, bypasses) = (Opinion(), false)
    for statement in document.statements {
      guard let principals = statement.principals else { continue }
      let names = principals.names.map { PolicyPrincipal(kind: $0.kind, name: $0.name) }
      let isMeant = names.contains { $0.matches(request) }
      // An account as principal only lets its own policies decide.
      let isAccountOnly = statement.allows && !names.contains { $0.matches(request) && !$0.isAccount }
      guard isMeant != principals.isNegated, !(isAccountOnly && request.account == request.resourceAccount)
      else {
        continue
      }
      let verdict = matches(statement, request, resource)
      if statement.allows, verdict == .yes, names.contains(where: { $0.isExactly(request) }) {
        bypasses = true
      }
      note(verdict, statement, "\(statement.name) of resource policy \(document.name)", &opinion)
    }
    return (opinion, bypasses)
  }
}
