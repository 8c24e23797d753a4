import Events
import GRDB

/// The table of one day of events, or of the events outside all days.
struct Partition: Sendable {
  /// The number of the table; a table that is dropped and made again gets another one.
  let id: Int64
  /// The name of the table.
  let name: String
  /// Days since the epoch; nil for the table of events outside all days.
  let day: Int64?
  var rows: Int64
  /// The number of the newest and the oldest event.
  var seq: ClosedRange<Int64>?
  /// The earliest and the latest time of an event; nil when no event has one.
  var time: ClosedRange<Int64>?
  /// The first and the last arrival.
  var ingested: ClosedRange<Int64>?
  /// The bytes of all compressed events.
  var bytes: Int64

  /// The name of the table of events without a time, and with one that no day table is made for.
  static let other = "events_other"

  /// The name of the table of a day.
  static func name(day: Int64) -> String {
    let (year, month, day) = Timestamp.date(days: day)
    func padded(_ value: Int64, _ width: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
    return "events_\(padded(year, 4))\(padded(month, 2))\(padded(day, 2))"
  }

  /// The name of the table of terms.
  var terms: String { "terms" + name.dropFirst("events".count) }

  /// The columns that `init(row:)` reads.
  static let columns =
    "id, name, day, rows, min_seq, max_seq, min_time, max_time, min_ingested, max_ingested, bytes"

  init(row: Row) {
    id = row[0]
    name = row[1]
    day = row[2]
    rows = row[3]
    seq = Self.range(row[4], row[5])
    time = Self.range(row[6], row[7])
    ingested = Self.range(row[8], row[9])
    bytes = row[10]
  }

  private static func range(_ low: Int64?, _ high: Int64?) -> ClosedRange<Int64>? {
    guard let low, let high, low <= high else { return nil }
    return low...high
  }

  /// Notes an event that was added.
  mutating func add(seq new: Int64, time newTime: Int64?, ingested arrival: Int64, bytes count: Int) {
    rows += 1
    bytes += Int64(count)
    seq = Self.extended(seq, new)
    ingested = Self.extended(ingested, arrival)
    if let newTime { time = Self.extended(time, newTime) }
  }

  private static func extended(_ range: ClosedRange<Int64>?, _ value: Int64) -> ClosedRange<Int64> {
    guard let range else { return value...value }
    return min(range.lowerBound, value)...max(range.upperBound, value)
  }
}
