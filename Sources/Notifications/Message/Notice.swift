public import Events
public import OrderedCollections
import Storage

/// Something to tell somebody.
public struct Notice: Sendable, Hashable {
  /// What it is about.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A new alert.
    case alert
    /// An alert that was closed.
    case closed
    /// How many alerts were not told one by one.
    case digest
    /// That a sink works.
    case test
  }

  /// What it is about.
  public let kind: Kind
  /// What makes it the same notice when it is sent again.
  public let id: String
  /// The alert document; of digests and tests empty.
  public let alert: JSONObject
  /// Of digests what they sum up.
  public let digest: NoticeDigest?
  /// How many alerts of the rule were held back since the last one that was told.
  public let held: Int

  /// A notice.
  public init(kind: Kind, id: String, alert: JSONObject = [:], digest: NoticeDigest? = nil, held: Int = 0) {
    self.kind = kind
    self.id = id
    self.alert = alert
    self.digest = digest
    self.held = held
  }
}

extension Notice {
  /// The notice as it waits in the queue.
  var json: JSON {
    var members: JSONObject = ["alert": .object(alert), "held": .number(JSONNumber(held))]
    if let digest { members["digest"] = digest.json }
    return .object(members)
  }

  /// The notice of a delivery; nil when the delivery is none of ours.
  init?(_ delivery: Delivery) {
    guard let kind = Kind(rawValue: delivery.kind), let alert = delivery.payload["alert"]?.object else {
      return nil
    }
    self.init(
      kind: kind, id: delivery.idempotencyKey, alert: alert,
      digest: delivery.payload["digest"].flatMap { NoticeDigest($0) },
      held: delivery.payload["held"]?.integer ?? 0)
  }
}
