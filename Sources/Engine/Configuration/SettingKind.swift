/// What values a setting takes.
public enum SettingKind: Sendable, Hashable {
  /// Any text.
  case text
  /// A list of texts; in the environment separated by commas.
  case texts
  /// A whole number in a range.
  case number(ClosedRange<Int>)
  /// true or false.
  case flag
  /// A length of time such as 30s, 5m, 2h or 7d.
  case duration

  /// The kind in words, for messages and documentation.
  public var words: String {
    switch self {
    case .text: "text"
    case .texts: "list of texts"
    case .number(let range):
      range.upperBound == .max
        ? "number from \(range.lowerBound)" : "number \(range.lowerBound) to \(range.upperBound)"
    case .flag: "true or false"
    case .duration: "length of time (30s, 5m, 2h, 7d)"
    }
  }
}
