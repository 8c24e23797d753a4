/// Alerts as lines of a table.
public struct AlertTable {
  private struct Column: Sendable {
    let title: String
    let minimum: Int
    let maximum: Int
    let value: @Sendable (AlertRow) -> String
  }

  private static let columns: [Column] = [
    Column(title: "TIME", minimum: 20, maximum: 20) { shortTime($0.time) },
    Column(title: "SEVERITY", minimum: 8, maximum: 8) { $0.severity },
    Column(title: "RISK", minimum: 4, maximum: 4) { String($0.riskScore) },
    Column(title: "RULE", minimum: 20, maximum: 60) { $0.ruleName },
    Column(title: "PRINCIPAL", minimum: 14, maximum: 48) { $0.principal },
    Column(title: "ACTION", minimum: 12, maximum: 36) { $0.action },
    Column(title: "SOURCE", minimum: 12, maximum: 40) { $0.source },
    Column(title: "ACCOUNT", minimum: 12, maximum: 12) { $0.account },
    Column(title: "REGION", minimum: 9, maximum: 14) { $0.region },
  ]

  private let style: Style
  private let terminal: Terminal

  /// A table for a terminal.
  public init(terminal: Terminal) {
    self.terminal = terminal
    style = Style(terminal)
  }

  /// The lines of the table, the header first. On a terminal they are no wider than it.
  public func lines(_ rows: [AlertRow]) -> [String] {
    let cells = rows.map { row in Self.columns.map { Sanitizer.clean($0.value(row)) } }
    let widths = widths(cells)
    let header = zip(Self.columns, widths).map { TextWidth.fit($0.title, $1) }
    let body = zip(rows, cells).map { row, cells in
      zip(cells.indices, widths).map { index, width in
        let text = TextWidth.fit(cells[index], width)
        return index == 1 ? style.severity(row.severity, text) : text
      }
    }
    return [style.strong(join(header))] + body.map(join)
  }

  private func join(_ cells: [String]) -> String {
    let line = cells.filter { !$0.isEmpty }.joined(separator: "  ")
    return String(line.reversed().drop { $0 == " " }.reversed())
  }

  /// Columns are as wide as their longest value, within their bounds; a narrow terminal makes them smaller.
  private func widths(_ cells: [[String]]) -> [Int] {
    var widths = Self.columns.indices.map { index in
      let column = Self.columns[index]
      let longest = cells.map { TextWidth.columns($0[index]) }.max() ?? 0
      return min(
        max(longest, column.title.count),
        terminal.isInteractive ? column.maximum : max(longest, column.title.count))
    }
    guard terminal.isInteractive else { return widths }
    func total() -> Int { widths.filter { $0 > 0 }.reduce(0) { $0 + $1 + 2 } - 2 }
    while total() > terminal.width, shrink(&widths) {}
    return widths
  }

  /// Takes a column of the terminal from the table, from where it hurts least: from the widest column beside the rule, then
  /// by leaving out the account, the region and the source, then from the rule, then by leaving out the action. False when
  /// nothing is left to take.
  private func shrink(_ widths: inout [Int]) -> Bool {
    let rule = 3
    let wide = widths.indices.filter { $0 != rule && widths[$0] > Self.columns[$0].minimum }
    if let widest = wide.max(by: { widths[$0] < widths[$1] }) {
      widths[widest] -= 1
    } else if let last = widths.indices.last(where: { $0 > 5 && widths[$0] > 0 }) {
      widths[last] = 0
    } else if widths[rule] > Self.columns[rule].minimum {
      widths[rule] -= 1
    } else if let last = widths.indices.last(where: { $0 > rule && widths[$0] > 0 }) {
      widths[last] = 0
    } else {
      return false
    }
    return true
  }

  /// `2026-10-14T10:02:11.000Z` without its milliseconds.
  static func shortTime(_ time: String) -> String {
    time.hasSuffix(".000Z") ? time.dropLast(5) + "Z" : time
  }
}
