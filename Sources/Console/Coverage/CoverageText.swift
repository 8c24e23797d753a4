public import Rules

/// A coverage as a matrix on a terminal: a block for each tactic, as many beside each other as there is room for.
public struct CoverageText {
  private static let minimumWidth = 38
  private static let maximumWidth = 56
  private static let gap = 2

  private let style: Style
  private let columns: Int
  private let width: Int

  /// A matrix for a terminal.
  public init(terminal: Terminal) {
    style = Style(terminal)
    columns = max(1, (terminal.width + Self.gap) / (Self.minimumWidth + Self.gap))
    let share = (terminal.width - Self.gap * (columns - 1)) / columns
    width = max(20, min(Self.maximumWidth, share))
  }

  /// The lines of the matrix, the totals last.
  public func lines(_ coverage: Coverage) -> [String] {
    let blocks = (coverage.coveredTactics + coverage.otherTactics).map { block($0, coverage) }
    return rows(blocks) + totals(coverage) + gaps(coverage)
  }

  // MARK: Blocks

  private func rows(_ blocks: [[String]]) -> [String] {
    stride(from: 0, to: blocks.count, by: columns).flatMap { start in
      let row = blocks[start..<min(start + columns, blocks.count)]
      let height = row.map(\.count).max() ?? 0
      return (0..<height).map { line in join(row.map { $0.indices.contains(line) ? $0[line] : nil }) } + [""]
    }
  }

  private func join(_ cells: [String?]) -> String {
    let last = cells.lastIndex { $0 != nil } ?? 0
    let blank = String(repeating: " ", count: width)
    return cells[...last].map { $0 ?? blank }.joined(separator: String(repeating: " ", count: Self.gap))
  }

  private func block(_ tactic: CoverageCell, _ coverage: Coverage) -> [String] {
    let isOther = !coverage.tactics.contains { $0.attackName == tactic.attackName }
    let note = isOther ? " (not in ATT&CK \(coverage.version.text))" : ""
    let title = style.strong(line(tactic.name + note, tactic.rules.count))
    return [title, style.faint(String(repeating: "─", count: width))] + tactic.cells.flatMap(technique)
  }

  private func technique(_ cell: CoverageCell) -> [String] {
    [line("\(cell.id) \(cell.name)", cell.rules.count)]
      + cell.cells.map { line("  \(suffix($0.id)) \($0.name)", $0.rules.count) }
  }

  /// The part of the identifier that the technique above does not say.
  private func suffix(_ id: String) -> String {
    id.firstIndex(of: ".").map { String(id[$0...]) } ?? id
  }

  private func line(_ label: String, _ count: Int) -> String {
    let number = Quantity.grouped(count)
    return TextWidth.fit(Sanitizer.clean(label), width - number.count - 1) + " " + number
  }

  // MARK: Totals

  private func totals(_ coverage: Coverage) -> [String] {
    let covered = "\(coverage.coveredTactics.count) of \(Quantity.text(coverage.tactics.count, "tactic"))"
    let techniques = Quantity.text(coverage.techniqueIDs.count, "technique")
    let subtechniques = Quantity.text(coverage.subtechniqueIDs.count, "sub-technique")
    let rules = Quantity.text(coverage.rules.count, "rule")
    let title = style.strong("ATT&CK \(coverage.version.text)")
    var lines = ["\(title): \(covered), \(techniques), \(subtechniques), \(rules)"]
    let missing = coverage.tactics.filter(\.rules.isEmpty).map(\.name)
    if !missing.isEmpty { lines.append("no rule for: \(missing.joined(separator: ", "))") }
    if !coverage.unmapped.isEmpty {
      lines.append("without ATT&CK: \(Quantity.text(coverage.unmapped.count, "rule"))")
    }
    if !coverage.notRunning.isEmpty { lines.append(notCounted(coverage.notRunning.count)) }
    return lines
  }

  private func notCounted(_ count: Int) -> String {
    let verb = count == 1 ? "does" : "do"
    return "not counted: \(Quantity.text(count, "rule")) that \(verb) not run (nightjar rules check says why)"
  }

  private func gaps(_ coverage: Coverage) -> [String] {
    guard !coverage.gaps.isEmpty else { return [] }
    let lines = coverage.gaps.map { gap in
      "  \(place(gap.mapping)): \(gap.obstacle.text); \(Quantity.text(gap.rules.count, "rule"))"
    }
    return ["", style.strong("Not translated to ATT&CK \(coverage.version.text), shown as it stands")] + lines
  }

  private func place(_ mapping: AttackMapping) -> String {
    let tactic = mapping.technique == nil ? "" : " (\(mapping.tactic.name))"
    return Sanitizer.clean("\(mapping.leaf.id) \(mapping.leaf.name)\(tactic)")
  }
}
