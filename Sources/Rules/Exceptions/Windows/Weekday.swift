/// A day of the week; weeks begin on Monday.
enum Weekday: Int64, Sendable, Hashable, CaseIterable {
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday

  /// The day of the week that lies this many days after 1970-01-01, a Thursday.
  init(day: Int64) {
    let number = ((day + 3) % 7 + 7) % 7
    self = Self.allCases[Int(number)]
  }

  /// The day by the first letters of its English name: `mon`.
  init?(name: String) {
    guard let day = Self.allCases.first(where: { $0.name == name.lowercased() }) else { return nil }
    self = day
  }

  /// The day by its code in recurrence rules: `MO`.
  init?(code: some StringProtocol) {
    guard let day = Self.allCases.first(where: { $0.name.prefix(2).uppercased() == code.uppercased() }) else {
      return nil
    }
    self = day
  }

  /// The first three letters of the English name.
  var name: String { String("\(self)".prefix(3)) }

  /// The number of the week of a day, counted from the week of 1970-01-01.
  static func week(of day: Int64) -> Int64 {
    let shifted = day + 3
    return shifted >= 0 ? shifted / 7 : (shifted - 6) / 7
  }
}
