import Events
import Query

/// Decides an expression over alert documents by columns in memory, for a range of places at once.
///
/// As in `AlertCondition`, the answer for an alert is yes, no, or that its document must be asked.
struct FactCondition {
  /// The answers: a conjunction is the least of its parts, a disjunction the greatest.
  static let no: UInt8 = 0
  static let undecided: UInt8 = 1
  static let yes: UInt8 = 2

  /// The answers for a range of places.
  enum Answer {
    case same(UInt8)
    case each([UInt8])
  }

  let facts: AlertFacts
  let places: Range<Int>
  let types: FieldTypes
  let reader: StoreReader

  func answer(_ expression: Expression) throws -> Answer {
    switch expression {
    case .all: return .same(Self.yes)
    case .none: return .same(Self.no)
    case .not(let part):
      switch try answer(part) {
      case .same(let value): return .same(2 - value)
      case .each(let values): return .each(values.map { 2 - $0 })
      }
    case .and(let parts): return try parts.reduce(.same(Self.yes)) { Self.join($0, try answer($1), min) }
    case .or(let parts): return try parts.reduce(.same(Self.no)) { Self.join($0, try answer($1), max) }
    case .test(let field, let test): return try leaf(field, test)
    case .anyField, .nested, .computed: return .same(Self.undecided)
    }
  }

  private static func join(_ left: Answer, _ right: Answer, _ choose: (UInt8, UInt8) -> UInt8) -> Answer {
    switch (left, right) {
    case (.same(let left), .same(let right)): return .same(choose(left, right))
    case (.each(let values), .same(let value)), (.same(let value), .each(let values)):
      return .each(values.map { choose($0, value) })
    case (.each(var values), .each(let others)):
      for place in values.indices { values[place] = choose(values[place], others[place]) }
      return .each(values)
    }
  }

  // MARK: Leaves

  private func leaf(_ field: String, _ test: Test) throws -> Answer {
    switch (field, test) {
    case (AlertName.created, .date(let bounds)): return time(facts.created, bounds)
    case (AlertName.originalTime, .date(let bounds)): return time(facts.originalTimes, bounds)
    case (AlertName.buildingBlock, .exists):
      return .each(
        facts.marks[places].map { AlertFacts.Marks(bits: $0).isBuildingBlock ? Self.yes : Self.no })
    default: break
    }
    guard test.readsTextOnly else { return .same(Self.undecided) }
    if field == AlertName.severity {
      let passing = passing(AlertSeverity.allCases.map { ($0.name, $0.rawValue) }, field, test)
      return .each(facts.severities[places].map { passing.contains(Int($0)) ? Self.yes : Self.no })
    }
    if field == AlertName.status {
      let passing = passing(AlertStatus.allCases.map { ($0.name, $0.rawValue) }, field, test)
      let table = (0..<AlertFacts.Marks.count).map { bits in
        passing.contains(AlertFacts.Marks(bits: UInt8(bits)).status.rawValue) ? Self.yes : Self.no
      }
      return .each(facts.marks[places].map { table[Int($0)] })
    }
    if field == AlertName.uuid { return try identifiers(test) }
    guard let column = AlertFacts.text(field) else { return .same(Self.undecided) }
    let table = table(column, field, test)
    return .each(facts.codes[column.rawValue][places].map { table[Int($0)] })
  }

  /// The answer for each number of a column of text.
  private func table(_ column: AlertFacts.Text, _ field: String, _ test: Test) -> [UInt8] {
    let texts = facts.texts[column.rawValue]
    var table = [UInt8](repeating: Self.no, count: texts.texts.count)
    switch test {
    case .exists: for code in table.indices { table[code] = Self.yes }
    case .term(let text, ignoresCase: false): if let code = texts.known(text) { table[Int(code)] = Self.yes }
    case .terms(let wanted, ignoresCase: false):
      for code in wanted.compactMap(texts.known) { table[Int(code)] = Self.yes }
    default:
      let source = TermSource(field: field, test: test, types: types)
      for code in table.indices.dropFirst(2) {
        var text = texts.texts[code]
        if text.withUTF8(source.passes) { table[code] = Self.yes }
      }
    }
    table[Int(TextCodes.absent)] = Self.no
    table[Int(TextCodes.unknown)] = Self.undecided
    return table
  }

  /// Times are shown in milliseconds at least: what lies so near a bound is left to the document.
  private func time(_ times: [Int64], _ bounds: Bounds<Timestamp>) -> Answer {
    let width = TimeClause.millisecond
    let (low, high) = (bounds.lower?.value.nanoseconds, bounds.upper?.value.nanoseconds)
    return .each(
      times[places].map { time in
        if time == AlertFacts.noTime { return Self.undecided }
        if let low, time < low.subtractingSaturated(width) { return Self.no }
        if let high, time > high.addingSaturated(width) { return Self.no }
        if let low, time < low.addingSaturated(width) { return Self.undecided }
        if let high, time > high.subtractingSaturated(width) { return Self.undecided }
        return Self.yes
      })
  }

  private func passing(_ names: [(String, Int)], _ field: String, _ test: Test) -> Set<Int> {
    let source = TermSource(field: field, test: test, types: types)
    return Set(
      names.filter { name, _ in
        var name = name
        return name.withUTF8(source.passes)
      }.map(\.1))
  }

  /// Identifiers are no column in memory: those that are asked for are looked up.
  private func identifiers(_ test: Test) throws -> Answer {
    let wanted: [String]
    switch test {
    case .exists: return .same(Self.yes)
    case .term(let text, ignoresCase: false): wanted = [text]
    case .terms(let texts, ignoresCase: false): wanted = texts.sorted()
    default: return .same(Self.undecided)
    }
    var values = [UInt8](repeating: Self.no, count: places.count)
    for uuid in wanted {
      guard let place = try reader.alertSeq(uuid).flatMap(facts.place(seq:)), places.contains(place)
      else { continue }
      values[place - places.lowerBound] = Self.yes
    }
    return .each(values)
  }
}
