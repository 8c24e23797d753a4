import Events
import Foundation

/// Reads `[[exception.window]]`.
enum ChangeWindowReader {
  private static let keys: Set<String> = ["days", "duration", "from", "rrule", "start", "timezone", "to"]

  static func read(_ table: FieldReader) throws(FieldError) -> ChangeWindow {
    try table.refuseUnknown(keys)
    let name = try table.requiredString("timezone")
    guard let zone = TimeZone(identifier: name) else {
      throw FieldError(table.name("timezone"), "\"\(name)\" is no time zone such as Europe/Berlin or UTC")
    }
    return try table.has("rrule") ? recurring(table, zone) : weekly(table, zone)
  }

  private static func weekly(_ table: FieldReader, _ zone: TimeZone) throws(FieldError) -> ChangeWindow {
    for key in ["start", "duration"] where table.has(key) {
      throw FieldError(table.name(key), "belongs to a window with rrule")
    }
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    var weekdays: Set<Int64> = []
    for (index, day) in (try table.strings("days") ?? names).enumerated() {
      guard let number = names.firstIndex(of: String(day.lowercased().prefix(3))) else {
        throw FieldError("\(table.name("days"))[\(index)]", "must be one of \(names.joined(separator: ", "))")
      }
      weekdays.insert(Int64(number))
    }
    let from = try seconds(table, "from") ?? 0
    let to = try seconds(table, "to") ?? 86_400
    return ChangeWindow(weekdays: weekdays, from: from, to: to, zone: zone)
  }

  /// A time of day such as 22:00; 24:00 is the end of the day.
  private static func seconds(_ table: FieldReader, _ key: String) throws(FieldError) -> Int64? {
    guard let text = try table.string(key) else { return nil }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) ?? -1 }
    guard (2...3).contains(parts.count), (0...24).contains(parts[0]), (0..<60).contains(parts[1]),
      (0..<60).contains(parts.count == 3 ? parts[2] : 0)
    else { throw FieldError(table.name(key), "must be a time of day such as 22:00, not \"\(text)\"") }
    let total = parts[0] * 3600 + parts[1] * 60 + (parts.count == 3 ? parts[2] : 0)
    guard total <= 86_400 else { throw FieldError(table.name(key), "must be at most 24:00") }
    return total
  }

  private static func recurring(_ table: FieldReader, _ zone: TimeZone) throws(FieldError) -> ChangeWindow {
    for key in ["days", "from", "to"] where table.has(key) {
      throw FieldError(table.name(key), "belongs to a window without rrule")
    }
    let start = try table.requiredString("start")
    // The clock of the place: the text has no zone, so it is read as if it were UTC.
    guard !start.hasSuffix("Z"), let local = Timestamp(start) else {
      throw FieldError(table.name("start"), "must be a local date and time such as 2026-01-13T22:00:00")
    }
    let length = try table.requiredString("duration")
    guard let nanoseconds = Schedule.nanoseconds(length),
      nanoseconds / 1_000_000_000 <= ChangeWindow.maximumLength
    else {
      throw FieldError(table.name("duration"), "must be a length such as 4h, at most 31d")
    }
    let seconds = local.nanoseconds / 1_000_000_000
    let text = try table.requiredString("rrule")
    do throws(RecurrenceError) {
      let recurrence = try Recurrence(text, start: seconds / 86_400)
      return ChangeWindow(recurrence, from: seconds % 86_400, length: nanoseconds / 1_000_000_000, zone: zone)
    } catch {
      throw FieldError(table.name("rrule"), error.message)
    }
  }
}
