public import Events
import OrderedCollections

/// What one finding of a rule becomes: an alert, or the alert of a sequence together with those of its events.
public struct Signal: Sendable {
  /// The alert that people see.
  public internal(set) var alert: Alert
  /// The building blocks of a sequence.
  public let blocks: [Alert]
  /// What makes the signal the same in another version of the rule.
  public let identity: String

  /// All its alerts.
  public var all: [Alert] { [alert] + blocks }

  init(alert: Alert, blocks: [Alert], identity: String) {
    self.alert = alert
    self.blocks = blocks
    self.identity = identity
  }
}

extension Signal {
  /// The signal as JSON, so that it can wait in a store.
  public var json: JSON {
    [
      "alert": .object(alert.document), "blocks": .array(blocks.map { .object($0.document) }),
      "identity": .string(identity),
    ]
  }

  /// A signal from the JSON of `json`; nil when it is none.
  ///
  /// - Parameters:
  ///   - json: The JSON.
  ///   - rule: The place of its rule in the set at hand.
  public init?(json: JSON, rule: Int) {
    guard let document = json["alert"]?.object, let alert = Alert(document: document, rule: rule) else {
      return nil
    }
    let blocks = (json["blocks"]?.array ?? []).compactMap {
      $0.object.flatMap { Alert(document: $0, rule: rule) }
    }
    self.init(alert: alert, blocks: blocks, identity: json["identity"]?.string ?? alert.uuid)
  }

  /// A signal of one event.
  public init(_ alert: Alert) {
    self.init(alert: alert, blocks: [], identity: alert.uuid)
  }
}
