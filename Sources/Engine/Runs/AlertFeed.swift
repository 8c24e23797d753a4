import Detection
import Events
import Storage

/// Lets a detector look at stored alerts, for rules that read alerts.
struct AlertFeed {
  /// The places of rules in the set, by identifier: a rule never looks at its own alerts.
  let places: [String: Int]

  /// The alerts that were created in a period, the oldest first.
  ///
  /// - Returns: How many alerts the detector looked at.
  /// - Throws: `StoreError`.
  func feed(_ period: ClosedRange<Timestamp>, to detector: Detector, _ reader: StoreReader) throws -> Int {
    var count = 0
    let search = AlertSearch(
      includesBuildingBlocks: true, includesExpected: false, created: period, isDescending: false)
    try reader.forEachAlert(search) { alert in
      detector.arrived = alert.row.created
      detector.alert(alert.document, uuid: alert.row.uuid, rule: places[alert.row.ruleID])
      count += 1
      return true
    }
    return count
  }
}
