import Events
import Evidence

/// What templates show of an investigation.
struct EvidenceValues {
  let report: CaseReport

  /// The values.
  var values: PageValues {
    var values: PageValues = [
      "summary": report.summary, "source": report.source, "steps": report.findings.map(Self.step),
      "incomplete": report.incomplete.map { ["words": $0] as PageValues },
      "windows": report.windows.map(Self.window), "timeline": TimelineChart(report: report).values,
      "moments": report.moments.map { moment in
        [
          "at": TimeText.utc(moment.time), "iso": moment.time.description, "who": moment.who,
          "what": moment.what,
          "kind": moment.kind,
        ] as PageValues
      },
    ]
    if !report.recommended.isEmpty { values["recommended"] = MarkdownValues.blocks(report.recommended) }
    return values
  }

  private static func step(_ finding: Finding) -> PageValues {
    var values: PageValues = [
      "stepTitle": finding.title, "collector": finding.collector, "question": finding.question,
      "answer": finding.answer, "meaning": finding.meaning,
      "facts": finding.fields.map { ["label": $0.label, "content": $0.value] as PageValues },
      "tables": finding.tables.map { title, table in
        [
          "tableTitle": title, "columns": table.columns.map { ["name": $0] as PageValues },
          "rows": table.rows.map { row in ["cells": row.map { ["text": $0] as PageValues }] as PageValues },
          "omitted": table.omitted, "hasOmitted": table.omitted > 0,
        ] as PageValues
      },
      "hasGaps": !finding.incomplete.isEmpty, "gapWords": finding.incomplete.joined(separator: "; "),
    ]
    if let query = finding.query {
      values["asked"] = ["kql": query, "target": explore(query, finding.range)] as PageValues
    }
    if let range = finding.range { values["periodOfStep"] = period(range) }
    if let history = finding.history { values["historyOfStep"] = period(history) }
    return values
  }

  private static func period(_ range: ClosedRange<Timestamp>) -> String {
    "\(TimeText.minute(range.lowerBound)) – \(TimeText.minute(range.upperBound)) UTC"
  }

  private static func explore(_ kql: String, _ range: ClosedRange<Timestamp>?) -> String {
    PageAddress.path(
      "/explore",
      [("q", kql), ("from", range?.lowerBound.description), ("to", range?.upperBound.description)])
  }

  private static func window(_ result: WindowChanges) -> PageValues {
    [
      "sentence": result.window.sentence, "loses": result.window.control.loses,
      "isOngoing": result.window.isOngoing, "count": result.changes.count, "own": result.own.count,
      "omitted": result.omitted,
      "changes": result.byTime.prefix(200).map { change in
        [
          "at": TimeText.utc(change.facts.time), "call": change.facts.call, "subject": change.subject,
          "who": change.facts.actor.name, "sensitivity": change.sensitivity.name, "why": change.why,
          "same": change.likeness.words.joined(separator: ", "),
        ] as PageValues
      },
    ]
  }
}
