/// Events as rows of a table.
enum EventTable {
  static let columns = ["Time (UTC)", "Principal", "Call", "Outcome", "Region", "Address"]

  static func row(_ facts: EventFacts) -> [String] {
    [
      facts.time.short, facts.actor.name, facts.call,
      facts.succeeded ? "success" : facts.errorCode ?? "failure", facts.region, facts.actor.address ?? "",
    ]
  }
}
