public import Engine
public import Events
public import OrderedCollections
public import Storage

/// New alerts are told while they are being stored. Pages read the store a moment later; where the transaction fails they
/// find nothing new.
extension AlertBroadcast: AlertObserver {
  /// Tells everybody that an alert is new.
  public func willStore(_ alert: JSONObject, _ writer: StoreWriter) {
    publish(
      "alert",
      [
        "uuid": alert["kibana.alert.uuid"] ?? .null, "severity": alert["kibana.alert.severity"] ?? .null,
        "rule": alert["kibana.alert.rule.name"] ?? .null,
      ])
  }
}
