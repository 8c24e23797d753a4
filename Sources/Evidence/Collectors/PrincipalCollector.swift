import Events
import OrderedCollections
import Rules

/// Who acted: the identity, the session, how it came about, MFA, key and age, in one sentence and as fields.
struct PrincipalCollector: EvidenceCollector {
  func collect(_ context: InvestigationContext, _ step: InvestigationStep) throws(EvidenceError) -> Finding {
    let facts = context.event
    let actor = facts.actor
    var finding = Finding(
      "principal", title: "Who did it", question: "Who made the call, and how did they come to that session?")
    let lineage = try SessionLineage.follow(actor, at: facts.time, context)
    finding.answer = Self.sentence(facts, lineage)
    finding.add("Principal", actor.arn ?? actor.invokedBy)
    finding.add("Type", actor.type)
    finding.add("Role or user behind the session", actor.issuerARN)
    finding.add("Session name", actor.sessionName)
    finding.add("Access key", actor.accessKey.map(Self.key))
    if let created = actor.sessionCreated {
      finding.add("Session created", "\(created.short) UTC")
      finding.add("Age of the session", Words.duration(max(0, created.seconds(to: facts.time))))
    }
    finding.add("MFA", Self.mfa(facts))
    finding.add("Identity provider", actor.federatedProvider)
    finding.add("Source identity", actor.sourceIdentity)
    finding.add("Called by", actor.invokedBy)
    finding.add("Address", actor.address)
    finding.add("User agent", actor.agent)
    finding.table("How the session came about", EventTable.columns + ["Result"], Self.rows(lineage))
    finding.input("Access key", actor.accessKey)
    finding.input("Session created", actor.sessionCreated.map { "\($0)" })
    finding.history = context.history
    if let gap = lineage.gap { finding.incomplete.append(gap) }
    finding.incomplete += context.source.gaps
    return finding
  }

  private static func rows(_ lineage: SessionLineage) -> [[String]] {
    lineage.links.reversed().map { link in
      EventTable.row(link.created) + [
        "session \(link.session.name), key \(link.session.accessKey ?? "unknown")"
      ]
    }
  }

  private static func sentence(_ facts: EventFacts, _ lineage: SessionLineage) -> String {
    let actor = facts.actor
    var text = "\(subject(actor)) called \(facts.call) from \(actor.address ?? "an unknown address")"
    text += actor.agent.map { " with \(agentName($0))" } ?? ""
    guard let first = lineage.links.first else { return text + noLineage(facts) + "." }
    let age = Words.duration(max(0, first.created.time.seconds(to: facts.time)))
    text += ", in a session that was \(age) old"
    for link in lineage.links { text += "; \(origin(link))" }
    if let last = lineage.links.last { text += ending(last.created) }
    return text + "."
  }

  private static func subject(_ actor: Actor) -> String {
    if let session = actor.sessionName { return "Session \(session) of role \(actor.userName ?? "unknown")" }
    if actor.isService { return "The service \(actor.invokedBy ?? actor.name)" }
    switch actor.type {
    case "Root": return "The root user of account \(actor.account ?? "unknown")"
    case "IAMUser": return "IAM user \(actor.name)"
    default:
      return actor.name == "unknown"
        ? "An unknown identity" : "\(actor.type.isEmpty ? "" : "\(actor.type) ")\(actor.name)"
    }
  }

  private static func noLineage(_ facts: EventFacts) -> String {
    let actor = facts.actor
    if let created = actor.sessionCreated {
      return ", in a session created at \(created.short) UTC \(mfa(facts) == "yes" ? "with" : "without") MFA"
    }
    guard let key = actor.accessKey else { return "" }
    return key.hasPrefix("AKIA") ? ", with the long-term access key \(key)" : ", with the access key \(key)"
  }

  private static func origin(_ link: SessionLineage.Link) -> String {
    let creator = link.created.actor
    let at = link.created.time.clock
    switch link.created.action {
    case "ConsoleLogin": return "it began with a sign-in to the console at \(at)"
    case "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity":
      return
        "it was created at \(at) by \(link.created.action) for \(creator.name) of \(creator.federatedProvider ?? "an identity provider")"
    case "GetSessionToken": return "it was created at \(at) by GetSessionToken of \(describe(creator))"
    default: return "the session was created at \(at) by \(link.created.action) of \(describe(creator))"
    }
  }

  private static func describe(_ actor: Actor) -> String {
    let place = actor.address.map { " from \($0)" } ?? ""
    if let session = actor.sessionName {
      return "session \(session) of role \(actor.userName ?? "unknown")\(place)"
    }
    let kind = actor.type == "IAMUser" ? "user " : ""
    let key =
      actor.accessKey.map { $0.hasPrefix("AKIA") ? " with the long-term key \($0)" : " with the key \($0)" }
      ?? ""
    return "\(kind)\(actor.name)\(key)\(place)"
  }

  private static func ending(_ created: EventFacts) -> String {
    switch created.actor.mfa {
    case true?: ", with MFA"
    case false?: ", without MFA"
    case nil: created.actor.accessKey?.hasPrefix("AKIA") == true ? ", without MFA" : ""
    }
  }

  private static func mfa(_ facts: EventFacts) -> String {
    switch facts.actor.mfa {
    case true?: "yes"
    case false?: "no"
    case nil:
      facts.actor.accessKey?.hasPrefix("AKIA") == true ? "no (a long-term key carries none)" : "not said"
    }
  }

  private static func key(_ key: String) -> String {
    key.hasPrefix("AKIA") ? "\(key) (long-term)" : key.hasPrefix("ASIA") ? "\(key) (temporary)" : key
  }

  private static func agentName(_ agent: String) -> String {
    String(agent.prefix { $0 != " " }.prefix(80))
  }
}
