import Events

extension CaseReport {
  /// The report in Markdown.
  public var markdown: String {
    var text = """
      # \(Markdown.text(alert.ruleName))

      \(Markdown.text(summary))

      | | |
      |---|---|
      | Alert | \(Markdown.code(alert.uuid)) |
      | Severity | \(Markdown.cell(alert.severity)), risk \(alert.riskScore) |
      | Time | \(event.time.short) UTC |
      | Call | \(Markdown.cell(event.call)) |
      | Principal | \(Markdown.cell(event.actor.arn ?? event.actor.name)) |
      | Account and region | \(Markdown.cell(event.account)) \(Markdown.cell(event.region)) |
      | Evidence from | \(Markdown.cell(source)) |
      | Looked at until | \(now.short) UTC |


      """
    if !moments.isEmpty {
      text +=
        "## Timeline\n\n"
        + Markdown.table(
          ["Time (UTC)", "Who", "What", "Kind"], moments.map { [$0.time.short, $0.who, $0.what, $0.kind] })
    }
    text += "## Evidence\n\n"
    for (number, finding) in findings.enumerated() { text += Self.section(finding, number + 1) }
    text += "## What is incomplete\n\n"
    text +=
      incomplete.isEmpty
      ? "Nothing.\n\n" : incomplete.map { "- \(Markdown.text($0))\n" }.joined() + "\n"
    if !recommended.isEmpty { text += "## Recommended response\n\n\(recommended)\n\n" }
    text += "## Executed response\n\nNothing was executed by this investigation; it only reads.\n"
    return text
  }

  private static func section(_ finding: Finding, _ number: Int) -> String {
    var text = "### \(number). \(Markdown.text(finding.title))\n\n\(Markdown.text(finding.answer))\n\n"
    if !finding.meaning.isEmpty { text += "*\(Markdown.text(finding.meaning))*\n\n" }
    if !finding.fields.isEmpty {
      text += Markdown.table(["", ""], finding.fields.map { [$0.label, $0.value] })
    }
    for (title, table) in finding.tables {
      if !title.isEmpty { text += "**\(Markdown.text(title))**\n\n" }
      text += Markdown.table(table.columns, table.rows)
      if table.omitted > 0 { text += "… and \(Words.count(table.omitted, "more row")).\n\n" }
    }
    if let query = finding.query { text += "Query: \(Markdown.code(query))\n\n" }
    if !finding.inputs.isEmpty {
      text +=
        "Inputs: \(finding.inputs.map { "\(Markdown.text($0.label)) \(Markdown.code($0.value))" }.joined(separator: ", "))\n\n"
    }
    if let range = finding.range {
      text += "Period: \(range.lowerBound.short) to \(range.upperBound.short) UTC\n\n"
    }
    for reason in finding.incomplete { text += "Incomplete because \(Markdown.text(reason)).\n\n" }
    return text
  }
}
