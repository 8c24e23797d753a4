import Events
import OrderedCollections
import Storage

/// What an alert is about, in one sentence.
struct AlertSentence {
  /// The sentence.
  let text: String

  /// The sentence of an alert: who called what where; for alerts of several events the reason that the alert carries.
  init(_ alert: StoredAlert) {
    let row = alert.row
    let document = JSON.object(alert.document)
    let reason = alert.document["kibana.alert.reason"]?.string ?? row.ruleName
    guard let action = row.action, let who = row.principal ?? document[path: "user.name"]?.string else {
      text = reason
      return
    }
    let outcome = document[path: "event.outcome"]?.string
    let service = document[path: "event.provider"]?.string.map { $0.replacing(".amazonaws.com", with: "") }
    let verb = outcome == "failure" ? "failed to call" : "called"
    let place = [row.account.map { "account \($0)" }, row.region].compactMap(\.self).joined(separator: ", ")
    let source = row.address.map { " from \($0)" } ?? ""
    let target = service.map { "\($0):\(action)" } ?? action
    text = "\(who) \(verb) \(target)\(place.isEmpty ? "" : " in \(place)")\(source)"
  }
}
