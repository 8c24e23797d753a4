import Detection
import Events
import OrderedCollections

/// How a session came about: from the access key of an event back to the call that created it, and from there to the one
/// who made that call.
struct SessionLineage {
  /// One step back.
  struct Link {
    /// The actor of the session that was created.
    let session: Actor
    /// The call that created it.
    let created: EventFacts
  }

  /// The steps, the newest first.
  private(set) var links: [Link] = []
  /// Why it ends where it does.
  private(set) var gap: String?

  private static let creators = [
    "AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "GetSessionToken", "GetFederationToken",
    "ConsoleLogin", "SwitchRole", "AssumeRoot",
  ]
  private static let maximumLinks = 10

  /// The call that created a session lies within so many seconds of the session's own time of creation.
  private static let tolerance: Int64 = 120

  /// Follows the session of an actor.
  ///
  /// - Throws: `EvidenceError` when the source cannot answer.
  static func follow(_ actor: Actor, at time: Timestamp, _ context: InvestigationContext)
    throws(EvidenceError)
    -> SessionLineage
  {
    var lineage = SessionLineage()
    var current = actor
    while lineage.links.count < maximumLinks, let created = current.sessionCreated {
      guard let record = try creator(of: current, created: created, context) else {
        lineage.gap =
          context.reaches(created)
          ? "no event that created the session at \(created.short) UTC is in the source"
          : "the session was created at \(created.short) UTC, before the events of the source begin"
        break
      }
      lineage.links.append(Link(session: current, created: record))
      // Who signed in to the console or came from outside has no session before.
      guard record.action != "ConsoleLogin", record.actor.sessionCreated != created else { break }
      current = record.actor
    }
    return lineage
  }

  private static func creator(
    of actor: Actor, created: Timestamp, _ context: InvestigationContext
  ) throws(EvidenceError) -> EventFacts? {
    let range = created.adding(seconds: -tolerance)...created.adding(seconds: tolerance)
    let kql = KQL.all([
      KQL.has("event.action", anyOf: creators),
      "event.provider: (\"sts.amazonaws.com\" or \"signin.amazonaws.com\")",
    ])
    let candidates = try context.ask(kql, range, limit: 5000).events.map { EventFacts($0) }.filter(
      \.succeeded)
    if let key = actor.accessKey {
      let exact = candidates.first { facts in
        facts.response?[path: "credentials.accessKeyId"]?.string == key
      }
      if let exact { return exact }
    }
    // Sessions of the console have keys of their own that no event names; the time of their creation does.
    return candidates.filter { facts in
      facts.action == "ConsoleLogin" || facts.action == "SwitchRole"
    }.filter { facts in
      facts.actor.arn == actor.arn && abs(facts.time.seconds(to: created)) <= tolerance
    }.min { abs($0.time.seconds(to: created)) < abs($1.time.seconds(to: created)) }
  }
}
