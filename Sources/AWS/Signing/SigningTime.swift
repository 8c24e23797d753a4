import Events

/// A point in time as signatures write it.
struct SigningTime {
  /// `20260102T030405Z`.
  let dateTime: String

  init(_ time: Timestamp) {
    let text = time.description.prefix(19)
    dateTime = String(text.filter { $0 != "-" && $0 != ":" }) + "Z"
  }

  /// `20260102`.
  var date: String { String(dateTime.prefix(8)) }
}
