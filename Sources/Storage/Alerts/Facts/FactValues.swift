/// A column whose values are counted.
enum FactValues {
  case text(AlertFacts.Text)
  case severity
  case status

  init?(field: String) {
    switch field {
    case AlertName.severity: self = .severity
    case AlertName.status: self = .status
    default:
      guard let column = AlertFacts.text(field) else { return nil }
      self = .text(column)
    }
  }

  /// One more than the greatest number of a value.
  func count(_ facts: AlertFacts) -> Int {
    switch self {
    case .text(let column): facts.texts[column.rawValue].texts.count
    case .severity: 256
    case .status: 4
    }
  }

  /// The value with a number; nil for none.
  func text(_ value: Int, _ facts: AlertFacts) -> String? {
    switch self {
    case .text(let column): value < 2 ? nil : facts.texts[column.rawValue].texts[value]
    case .severity: AlertSeverity(rawValue: value)?.name
    case .status: AlertStatus(rawValue: value)?.name
    }
  }

  func forEach(_ places: [Int32], _ facts: AlertFacts, _ body: (Int32, Int) -> Void) {
    switch self {
    case .text(let column):
      let codes = facts.codes[column.rawValue]
      for place in places { body(place, Int(codes[Int(place)])) }
    case .severity: for place in places { body(place, Int(facts.severities[Int(place)])) }
    case .status:
      for place in places { body(place, AlertFacts.Marks(bits: facts.marks[Int(place)]).status.rawValue) }
    }
  }
}
