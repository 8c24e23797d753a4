import Console
import Events
import OrderedCollections
import Rules
import Testing

@Suite struct ConsoleTests {
  static func alert(
    _ name: String = "Rule", severity: String = "high", user: String = "ada",
    time: String = "2026-10-14T10:02:11.000Z"
  ) -> AlertRow {
    AlertRow([
      "@timestamp": "2026-11-24T12:00:00.000Z", "kibana.alert.original_time": .string(time),
      "kibana.alert.severity": .string(severity),
      "kibana.alert.risk_score": 73, "kibana.alert.rule.name": .string(name),
      "kibana.alert.rule.rule_id": "r1", "kibana.alert.uuid": "u1",
      "kibana.alert.reason": "event by ada created high alert Rule.", "user": ["name": .string(user)],
      "event": ["action": "Stop", "outcome": "success"],
      "source": ["address": "192.0.2.1", "ip": "192.0.2.1"],
      "cloud": ["account": ["id": "111122223333"], "region": "eu-central-1"],
      "kibana.alert.rule.note":
        "## Guide\n- **one** `code` [link](https://example.org) [bad](javascript:alert(1))\n<script>alert(1)</script>",
      "kibana.alert.rule.threat": [
        [
          "tactic": ["id": "TA0005", "name": "Defense Evasion"],
          "technique": [
            ["id": "T1562", "name": "Impair", "subtechnique": [["id": "T1562.008", "name": "Logs"]]]
          ],
        ]
      ],
    ])
  }

  @Test(arguments: [
    ("plain", "plain"), ("a\u{1B}[31mb", "a\\u{1b}[31mb"), ("x\ny", "x\\u{a}y"),
    ("\u{202E}abc", "\\u{202e}abc"), ("é 日本", "é 日本"), ("\u{200B}", "\\u{200b}"),
  ])
  func textFromLogsCannotSteerTheTerminal(_ text: String, _ shown: String) {
    #expect(Sanitizer.clean(text) == shown)
  }

  @Test func tablesFitTheTerminal() {
    let narrow = Terminal(isInteractive: true, colors: .none, width: 80)
    let lines = AlertTable(terminal: narrow).lines([
      Self.alert("A rule with a very long name that does not fit", user: "日本語")
    ])
    #expect(lines.allSatisfy { TextWidth.columns($0) <= 80 })
    #expect(lines[1].hasPrefix("2026-10-14T10:02:11Z  high      73    A rule"))
    let piped = Terminal(isInteractive: false, colors: .none, width: 80)
    #expect(
      AlertTable(terminal: piped).lines([Self.alert()]) == [
        "TIME                  SEVERITY  RISK  RULE  PRINCIPAL  ACTION  SOURCE     ACCOUNT       REGION",
        "2026-10-14T10:02:11Z  high      73    Rule  ada        Stop    192.0.2.1  111122223333  eu-central-1",
      ])
  }

  @Test func coloursAreOnlyUsedWhereTheyAreWanted() {
    #expect(
      Style(Terminal(isInteractive: true, colors: .all, width: 80)).severity("high", "x")
        == "\u{1B}[38;2;218;139;69mx\u{1B}[0m")
    #expect(Style(Terminal(isInteractive: true, colors: .none, width: 80)).severity("high", "x") == "x")
    let pipe = Terminal.detect(descriptor: 0, environment: ["COLUMNS": "90"], noColor: false)
    #expect(pipe.width >= 20)
  }

  @Test func sparklinesAndProgress() {
    #expect(
      Sparkline.text([0, 1, 2, 4, 8]) == " ▁▂▄█" && Sparkline.text([]).isEmpty && Sparkline.text([0]) == " ")
    let text = ProgressBar(width: 120).text(
      .init(files: 5, totalFiles: 10, bytes: 5_000_000, totalBytes: 10_000_000, seconds: 2))
    #expect(
      text.hasPrefix("████████████░░░░░░░░░░░░ 50 %  5/10 files  5.0 MB of 10.0 MB  2.5 MB/s  2.0 s left"))
  }

  @Test func quantities() {
    #expect(
      Quantity.grouped(1_234_567) == "1,234,567" && Quantity.text(1, "file") == "1 file"
        && Quantity.bytes(253_300_000) == "253.3 MB")
    #expect(
      Quantity.seconds(0.0421) == "42 ms" && Quantity.step(7200) == "2 hours"
        && Quantity.step(90) == "90 seconds")
  }

  @Test func csvDefusesFormulas() {
    // The pieces of a large table are the whole table.
    let row = Self.alert("Rule")
    let (none, one) = (AlertCSV.bytes([]).count, AlertCSV.bytes([row]).count)
    let many = AlertCSV.bytes(Array(repeating: row, count: 5000))
    #expect(many.count == none + 5000 * (one - none))
    let text = String(decoding: AlertCSV.bytes([Self.alert("=HYPERLINK(\"x\")", user: "a,b")]), as: UTF8.self)
    let lines = text.split(separator: "\r\n")
    #expect(lines[0].hasPrefix("@timestamp,kibana.alert.severity,"))
    #expect(
      lines[1]
        == "2026-10-14T10:02:11.000Z,high,73,\"'=HYPERLINK(\"\"x\"\")\",r1,\"a,b\",111122223333,eu-central-1,Stop,success,192.0.2.1,event by ada created high alert Rule.,u1"
    )
  }

  @Test func summariesNameWhatWasNotRead() {
    var summary = ScanSummary()
    (summary.filesRead, summary.events, summary.seconds, summary.rulesRun, summary.textBytes) = (
      2, 10, 0.5, 3, 1500
    )
    summary.problems = ["a.json: broken\u{1B}"]
    summary.unnamedProblems = 2
    summary.hiddenBuildingBlocks = 1
    let lines = SummaryText(terminal: Terminal(isInteractive: false, colors: .none, width: 80)).lines(
      summary, rows: [Self.alert()])
    #expect(
      lines.suffix(5) == [
        "2 files read, 1.5 kB, 10 events in 500 ms (20 events/s); 3 rules",
        "1 alert: 1 high; 1 building block hidden (--building-blocks shows them)",
        "Not everything could be read: 3 problems",
        "  a.json: broken\\u{1b}", "  … and 2 more",
      ])
  }

  @Test func reportsEscapeEverythingAndLoadNothing() {
    let hostile = "\"><script>alert(1)</script><img src=x onerror=alert(1)>"
    var summary = ScanSummary()
    summary.histogram = [(Timestamp("2026-10-14T10:00:00Z") ?? Timestamp(nanoseconds: 0), 5)]
    summary.problems = [hostile]
    let html = HTMLReport(
      rows: [Self.alert(hostile, user: hostile), Self.alert("Low", severity: "low")], summary: summary,
      version: "1"
    ).text
    #expect(!html.contains("<script") && !html.contains("<img") && !html.contains("javascript:alert(1)\""))
    #expect(html.contains("default-src &#39;none&#39;") || html.contains("default-src 'none'"))
    #expect(
      html.contains("<a href=\"https://example.org\"") && html.contains("<strong>one</strong>")
        && html.contains("<h4>Guide</h4>"))
    #expect(!html.contains("src=\"http") && !html.contains("url(") && !html.contains("<link"))
    #expect(html.contains("TA0005 Defense Evasion: T1562 Impair, T1562.008 Logs") && html.contains("<svg"))
    // The most severe alert comes first, whatever its time.
    let low = html.firstRange(of: "class=\"alert low\"")
    let high = html.firstRange(of: "class=\"alert high\"")
    #expect(high.flatMap { h in low.map { h.lowerBound < $0.lowerBound } } == true)
  }

  @Test func ocsfFindings() {
    let finding = OCSFDetectionFinding.finding(Self.alert().document, version: "1")
    #expect(
      finding["class_uid"] == 2004 && finding["type_uid"] == 200_401 && finding["severity_id"] == 4
        && finding["time"] == 1_791_972_131_000)
    #expect(finding[path: "finding_info.attacks"]?.array?.first?[path: "sub_technique.uid"] == "T1562.008")
    #expect(
      finding[path: "cloud.account.uid"] == "111122223333"
        && finding[path: "metadata.product.name"] == "Nightjar")
  }

  @Test func timelinesHaveNiceSteps() throws {
    let start = try #require(Timestamp("2026-10-14T08:31:00Z"))
    let points = (0..<180).map { (Timestamp(nanoseconds: start.nanoseconds + Int64($0) * 60_000_000_000), 1) }
    let timeline = try #require(Timeline(points, steps: 40))
    #expect(
      timeline.stepSeconds == 300 && timeline.counts.reduce(0, +) == 180
        && timeline.start.description == "2026-10-14T08:30:00.000Z")
    #expect(Timeline([], steps: 10) == nil)
  }
}
