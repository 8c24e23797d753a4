import Events
import OrderedCollections

/// Reads change windows: hours of days of the week, or a recurrence rule.
enum ChangeWindowDecoder {
  static func windows(of reader: FieldReader) throws(FieldError) -> [ChangeWindow] {
    var windows: [ChangeWindow] = []
    for window in try reader.objects("window") { windows.append(try self.window(window)) }
    return windows
  }

  private static func window(_ reader: FieldReader) throws(FieldError) -> ChangeWindow {
    try reader.allowOnly(Set(ChangeWindowError.Key.allCases.map(\.rawValue)))
    let isRecurring = reader.has("rrule")
    let others = isRecurring ? ["days", "from", "to"] : ["start", "duration"]
    if let other = others.first(where: reader.has) {
      let reason = isRecurring ? "has no meaning beside rrule" : "has no meaning without rrule"
      throw FieldError(reader.name(other), reason)
    }
    let zone = try reader.requiredString("timezone")
    return isRecurring ? try recurring(reader, zone) : try weekly(reader, zone)
  }

  private static func weekly(_ reader: FieldReader, _ zone: String) throws(FieldError) -> ChangeWindow {
    let days = try reader.strings("days")
    let from = try reader.requiredString("from")
    let to = try reader.requiredString("to")
    do throws(ChangeWindowError) {
      return try ChangeWindow(days: days, from: from, to: to, timezone: zone)
    } catch {
      throw FieldError(reader.name(error.key.rawValue), error.message)
    }
  }

  private static func recurring(_ reader: FieldReader, _ zone: String) throws(FieldError) -> ChangeWindow {
    let rule = try reader.requiredString("rrule")
    let start = try reader.requiredString("start")
    let duration = try reader.requiredString("duration")
    do throws(ChangeWindowError) {
      return try ChangeWindow(rrule: rule, start: start, duration: duration, timezone: zone)
    } catch {
      throw FieldError(reader.name(error.key.rawValue), error.message)
    }
  }
}
