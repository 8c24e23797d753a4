import Console
import Events
import OrderedCollections
import Testing

/// The page of a case report.
@Suite struct CaseHTMLTests {
  private static let document: JSONObject = [
    "alert": ["rule_name": "A <b>rule</b>", "severity": "high", "risk_score": 73, "uuid": "u"],
    "summary": "s <script>x</script>", "source": "1 file", "now": "2026-10-14T12:00:00.000Z",
    "timeline": [
      [
        "@timestamp": "2026-10-14T10:02:11.000Z", "who": "eve\"><img>", "what": "config:Stop",
        "kind": "alert",
      ],
      ["@timestamp": "2026-10-14T10:05:00.000Z", "who": "bob", "what": "iam:Create", "kind": "other change"],
      ["@timestamp": "broken", "who": "bob", "what": "x", "kind": "y"],
    ],
    "blind_windows": [
      [
        "start": "2026-10-14T10:02:11.000Z", "end": "2026-10-14T10:49:11.000Z", "sentence": "off <i>",
        "ongoing": true,
      ]
    ],
    "evidence": [
      [
        "title": "Who", "answer": "eve & co", "meaning": "m", "query": "a: \"b\"",
        "fields": [["label": "l", "value": "<v>"]],
        "tables": [["title": "t", "columns": ["c"], "rows": [["<td>"]], "omitted": 2]],
        "incomplete": ["no policies"],
      ]
    ],
    "incomplete": ["something"], "guide": "## G\n- **do**", "recommended_response": "- Start it.",
    "executed_response": [],
  ]

  @Test func showsEverythingAndEscapesIt() {
    let html = CaseHTML(Self.document, version: "1").text
    for raw in ["<script>", "<b>rule", "<img>", "<i>", "<v>", "<td><td>", "http"] where raw != "http" {
      #expect(!html.contains(raw), "\(raw)")
    }
    #expect(!html.contains("src=") && !html.contains("http://") && html.contains("default-src 'none'"))
    for part in [
      "class=\"band ongoing\"", "class=\"mark alert\"", "class=\"mark other\"", "eve &amp; co",
      "and 2 more rows",
      "Incomplete because no policies", "<li>something</li>", "<li>Start it.</li>", "&lt;v&gt;",
    ] {
      #expect(
        html.contains(part) || html.contains(part.replacing("and 2 more rows", with: "… and 2 more rows")),
        "\(part)")
    }
  }

  @Test func lanesAreBounded() throws {
    let start = try #require(Timestamp("2026-10-14T10:00:00Z"))
    let marks = (0..<3000).map { number in
      LaneChart.Mark(time: start, lane: "p\(number % 50)", title: "t", kind: "change")
    }
    let svg = LaneChart(marks: marks, bands: []).svg
    #expect(svg.ranges(of: "<circle").count == 1000 && svg.contains(">others</text>"))
    #expect(svg.ranges(of: "text-anchor=\"end\"").count <= 14)
    #expect(LaneChart(marks: [], bands: []).svg.isEmpty)
  }
}
