/// How far the alerts of a snapshot are: what tells whether columns in memory are those of it.
struct AlertState: Hashable {
  /// The number of the newest alert; 0 without alerts.
  let last: Int64
  /// The number of the last change of an alert, and of the first that is still known.
  let touch: Int64
  let firstTouch: Int64

  init(_ reader: StoreReader) throws {
    last = Int64(try reader.integer("SELECT max(seq) FROM alerts"))
    touch = Int64(try reader.integer("SELECT max(id) FROM alert_touches"))
    firstTouch = Int64(try reader.integer("SELECT min(id) FROM alert_touches"))
  }
}
