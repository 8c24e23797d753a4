/// Numbers and lists in words.
enum Words {
  /// A length of time in its two largest units, such as `47 minutes` or `2 hours 5 minutes`.
  static func duration(_ seconds: Int64) -> String {
    let units: [(Int64, String)] = [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")]
    guard let first = units.firstIndex(where: { seconds >= $0.0 }) else { return "less than a second" }
    var (rest, parts) = (seconds, [String]())
    for (length, name) in units[first...].prefix(2) {
      let amount = rest / length
      rest -= amount * length
      // Nobody needs the seconds of many minutes.
      if amount > 0, !(name == "second" && seconds >= 600) { parts.append(count(Int(amount), name)) }
    }
    return parts.joined(separator: " ")
  }

  /// A number with its noun.
  static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    number == 1 ? "1 \(noun)" : "\(grouped(number)) \(plural ?? noun + "s")"
  }

  /// A number with commas between groups of three digits.
  static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return number < 0 ? "-" + result : result
  }

  /// A list with *and* in front of the last.
  static func list(_ items: [String], limit: Int = 8) -> String {
    let shown = items.count > limit ? Array(items.prefix(limit)) + ["\(items.count - limit) more"] : items
    guard let last = shown.last, shown.count > 1 else { return shown.first ?? "" }
    return shown.dropLast().joined(separator: ", ") + " and " + last
  }

  /// The values with their counts, the most frequent first.
  static func ranked(_ values: [String]) -> [(value: String, count: Int)] {
    var counts: [String: Int] = [:]
    for value in values { counts[value, default: 0] += 1 }
    return counts.map { ($0.key, $0.value) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
  }

  private static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  /// The name of a weekday, 0 for Monday.
  static func weekday(_ number: Int64) -> String { weekdays[Int((number % 7 + 7) % 7)] }
}
