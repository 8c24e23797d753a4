import Events

/// Dates by a pattern of letters: `yyyy MM dd HH mm ss SSS`, and texts in apostrophes.
///
/// Source: Java's `DateTimeFormatter`, of whose letters those of plain dates and times are known here.
enum DatePattern {
  private enum Piece {
    case letter(Character, Int)
    case literal(String)
  }

  private static func pieces(_ pattern: String) -> [Piece]? {
    var pieces: [Piece] = []
    var rest = pattern[...]
    while let first = rest.first {
      if first == "'" {
        guard let end = rest.dropFirst().firstIndex(of: "'") else { return nil }
        let text = String(rest[rest.index(after: rest.startIndex)..<end])
        pieces.append(.literal(text.isEmpty ? "'" : text))
        rest = rest[rest.index(after: end)...]
      } else if first.isASCII, first.isLetter {
        guard "yuMdHmsSDZXn".contains(first) else { return nil }
        let run = rest.prefix { $0 == first }
        pieces.append(.letter(first, run.count))
        rest = rest.dropFirst(run.count)
      } else {
        pieces.append(.literal(String(first)))
        rest = rest.dropFirst()
      }
    }
    return pieces
  }

  /// A date by a pattern; nil when the pattern has a letter that is not known.
  static func format(_ pattern: String, _ time: Timestamp) -> String? {
    guard let pieces = pieces(pattern) else { return nil }
    let (days, rest) = time.daysAndRest
    let date = Timestamp.date(days: days)
    return pieces.map { piece in
      switch piece {
      case .literal(let text): return text
      case .letter("y", let width), .letter("u", let width):
        return width == 2 ? pad(date.year % 100, 2) : pad(date.year, width)
      case .letter("M", let width):
        return width >= 3 ? monthNames[Int(date.month - 1)] : pad(date.month, width)
      case .letter("d", let width): return pad(date.day, width)
      case .letter("D", let width): return pad(time.part("day_of_year") ?? 0, width)
      case .letter("H", let width): return pad(rest / 3_600_000_000_000, width)
      case .letter("m", let width): return pad(rest / 60_000_000_000 % 60, width)
      case .letter("s", let width): return pad(rest / 1_000_000_000 % 60, width)
      case .letter("S", let width): return String(pad(rest % 1_000_000_000, 9).prefix(width))
      case .letter: return "Z"
      }
    }.joined()
  }

  private static let monthNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func pad(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// The date of a text that fits a pattern; nil when it does not fit.
  static func parse(_ pattern: String, _ text: String) -> Timestamp? {
    guard let pieces = pieces(pattern) else { return nil }
    var rest = text[...]
    var fields: [Character: Int64] = [:]
    for piece in pieces {
      switch piece {
      case .literal(let literal):
        guard rest.hasPrefix(literal) else { return nil }
        rest = rest.dropFirst(literal.count)
      case .letter("M", let width) where width >= 3:
        guard let month = monthNames.firstIndex(where: { rest.hasPrefix($0) }) else { return nil }
        fields["M"] = Int64(month + 1)
        rest = rest.dropFirst(3)
      case .letter("Z", _), .letter("X", _):
        guard rest.hasPrefix("Z") || rest.hasPrefix("+0000") || rest.hasPrefix("+00:00") else { return nil }
        rest = rest.dropFirst(rest.hasPrefix("Z") ? 1 : rest.hasPrefix("+00:00") ? 6 : 5)
      case .letter(let letter, let width):
        let digits = rest.prefix { $0.isASCII && $0.isNumber }.prefix(
          width == 1 ? 9 : max(width, letter == "y" ? 4 : width))
        guard !digits.isEmpty, var value = Int64(digits) else { return nil }
        if letter == "S" { for _ in digits.count..<9 { value *= 10 } }
        if letter == "y" || letter == "u", width == 2 { value += 2000 }
        fields[letter == "u" ? "y" : letter] = value
        rest = rest.dropFirst(digits.count)
      }
    }
    guard rest.isEmpty else { return nil }
    return time(fields)
  }

  private static func time(_ fields: [Character: Int64]) -> Timestamp? {
    let (year, month, day) = (fields["y"] ?? 1970, fields["M"] ?? 1, fields["d"] ?? 1)
    guard (1...12).contains(month), (1...Timestamp.days(inMonth: month, of: year)).contains(day) else {
      return nil
    }
    let (hour, minute, second) = (fields["H"] ?? 0, fields["m"] ?? 0, fields["s"] ?? 0)
    guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else { return nil }
    let rest = ((hour * 60 + minute) * 60 + second) * 1_000_000_000 + (fields["S"] ?? 0)
    return .from(days: Timestamp.days(year: year, month: month, day: day), rest: rest)
  }
}
