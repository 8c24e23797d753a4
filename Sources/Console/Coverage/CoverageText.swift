public import Rules

/// Coverage as a matrix of text: a block for each tactic, as many side by side as the terminal has room for.
public struct CoverageText {
  private let width: Int
  private let style: Style

  private static let blockWidth = 38
  private static let gap = 2

  /// A matrix for a terminal.
  public init(terminal: Terminal) {
    width = terminal.width
    style = Style(terminal)
  }

  /// The lines of the matrix.
  public func lines(_ coverage: Coverage) -> [String] {
    let blocks = coverage.tactics.filter { !$0.rules.isEmpty }.map(block)
    let perRow = max(1, (width + Self.gap) / (Self.blockWidth + Self.gap))
    var lines: [String] = []
    for start in stride(from: 0, to: blocks.count, by: perRow) {
      let row = Array(blocks[start..<min(start + perRow, blocks.count)])
      for line in 0..<(row.map(\.count).max() ?? 0) {
        let cells = row.map { TextWidth.fit(line < $0.count ? $0[line] : "", Self.blockWidth) }
        let text = cells.joined(separator: String(repeating: " ", count: Self.gap))
        lines.append(line == 0 ? style.strong(text) : text)
      }
      lines.append("")
    }
    return lines + totals(coverage)
  }

  private func block(_ tactic: Coverage.Tactic) -> [String] {
    var lines = ["\(tactic.name) (\(Quantity.text(tactic.rules.count, "rule")))"]
    for technique in tactic.techniques {
      lines.append(line(technique, indent: ""))
      lines += technique.subtechniques.map { line($0, indent: "  ") }
    }
    return lines
  }

  private func line(_ technique: Coverage.Technique, indent: String) -> String {
    "\(indent)\(TextWidth.fit(String(technique.rules.count), 3)) \(technique.id) \(Sanitizer.clean(technique.name))"
  }

  private func totals(_ coverage: Coverage) -> [String] {
    let techniques = coverage.tactics.flatMap(\.techniques)
    let names = Set(techniques.map(\.id))
    let inner = Set(techniques.flatMap(\.subtechniques).map(\.id))
    let covered = coverage.tactics.count { !$0.rules.isEmpty }
    var lines = [
      "ATT&CK version \(coverage.version.rawValue): \(covered) of \(coverage.tactics.count) tactics, "
        + "\(Quantity.text(names.count, "technique")), \(Quantity.text(inner.count, "sub-technique"))"
    ]
    let missing = coverage.tactics.filter(\.rules.isEmpty).map(\.name)
    if !missing.isEmpty { lines.append("No rule: \(missing.joined(separator: ", "))") }
    if !coverage.untranslated.isEmpty {
      lines.append(
        "Not translated to version \(coverage.version.rawValue): \(coverage.untranslated.joined(separator: ", "))"
      )
    }
    if !coverage.unknownTactics.isEmpty {
      lines.append(
        "Unknown tactics: \(coverage.unknownTactics.map { Sanitizer.clean($0) }.joined(separator: ", "))")
    }
    return lines
  }
}
