import Events
import OrderedCollections
import Query
import Testing

@testable import NightjarServer

@Suite struct PageTextTests {
  private static let now = Timestamp("2026-10-14T12:00:00Z") ?? Timestamp(nanoseconds: 0)

  @Test(arguments: [
    "plain", "with \"quotes\"", "back\\slash", "star * (paren) or and: <", "new\nline", "ü 日本",
  ])
  func quotedValuesMeanThemselves(_ value: String) throws {
    let node = try KQLParser.parse(KQLText.has("user.name", value))
    let expression = try KQLCompiler(now: Self.now).compile(node)
    #expect(
      expression == (try KQLCompiler(now: Self.now).compile(KQLParser.parse(KQLText.has("user.name", value))))
    )
    var builder = ProgramBuilder()
    _ = builder.add(expression)
    let program = builder.build()
    let source = DocumentSource(catalog: program.catalog)
    let matcher = Matcher(program: program)
    source.move(to: ["user": ["name": .string(value)]])
    #expect(matcher.matches(query: 0, source))
    source.move(to: ["user": ["name": .string(value + "x")]])
    #expect(!matcher.matches(query: 0, source))
  }

  @Test func conditionsAreJoined() {
    #expect(KQLText.both("", "a: 1") == "a: 1")
    #expect(KQLText.both("a: 1", " ") == "a: 1")
    #expect(KQLText.both("a: 1 or b: 2", "c: 3") == "(a: 1 or b: 2) and c: 3")
  }

  @Test func durationsAndSizes() {
    #expect(TimeText.duration(47 * 60) == "47 min")
    #expect(TimeText.duration(59) == "59 s")
    #expect(TimeText.duration(3660) == "1 h 1 min")
    #expect(TimeText.duration(2 * 86_400) == "2 d")
    #expect(TimeText.bytes(999) == "999 B")
    #expect(TimeText.bytes(1_250_000) == "1.3 MB")
    #expect(TimeText.count(1_234_567) == "1\u{202F}234\u{202F}567")
    #expect(TimeText.count(7) == "7")
    #expect(TimeText.utc(Self.now) == "2026-10-14 12:00:00")
  }

  @Test func rangesAreReadAndRefused() {
    let usual = TimeRange(FormBody(""), usual: "now-24h", now: Self.now)
    #expect(usual.period.upperBound == Self.now)
    #expect(usual.period.lowerBound.description == "2026-10-13T12:00:00.000Z")
    let given = TimeRange(
      FormBody("from=2026-10-14+09:00&to=2026-10-14T10:00:00Z"), usual: "now-24h", now: Self.now)
    #expect(given.problem == nil)
    #expect(given.period.lowerBound.description == "2026-10-14T09:00:00.000Z")
    for wrong in ["from=yesterday", "to=never", "from=now&to=now-1h"] {
      let range = TimeRange(FormBody(wrong), usual: "now-24h", now: Self.now)
      #expect(range.problem != nil, "\(wrong)")
      #expect(range.period == usual.period, "\(wrong)")
    }
    #expect(usual.interval() == 1800 * 1_000_000_000)
  }

  @Test func messagesComeFromCodesOnly() {
    #expect(Flash(FormBody("done=closed&n=3"))?.text == "3 alerts closed.")
    #expect(Flash(FormBody("done=saved"))?.text == "Saved.")
    #expect(Flash(FormBody("done=Call+0900+now&n=1")) == nil)
    #expect(Flash(FormBody("")) == nil)
  }

  @Test func addressesStayOnTheSite() {
    #expect(PageAddress.noting("https://evil.example/x", "saved") == "/?done=saved")
    #expect(PageAddress.noting("//evil.example", "saved") == "/?done=saved")
    #expect(
      PageAddress.noting("/alerts?q=a&done=old&n=1", "closed", count: 2) == "/alerts?q=a&done=closed&n=2")
    #expect(PageAddress.path("/a", [("q", "x y&z"), ("empty", ""), ("none", nil)]) == "/a?q=x%20y%26z")
  }

  @Test func differencesAreShortened() {
    let old = (1...40).map { "line \($0)" }.joined(separator: "\n")
    let new = old.replacing("line 20\n", with: "line twenty\n")
    let rows = LineDiff.values(old, new)
    #expect(
      rows.filter { $0["isAdded"] as? Bool == true }.compactMap { $0["line"] as? String } == ["line twenty"])
    #expect(
      rows.filter { $0["isRemoved"] as? Bool == true }.compactMap { $0["line"] as? String } == ["line 20"])
    #expect(rows.count < 12)
    #expect(LineDiff.values(old, old).isEmpty)
  }

  @Test func markdownBecomesBlocks() {
    let blocks = MarkdownValues.blocks(
      "## Title\n\nSome **bold** and `code` and [a](https://example.com) and [b](javascript:x).\n\n- one\n- two\n\n```\nraw <b>\n```\n"
    )
    #expect(blocks.count == 4)
    #expect(blocks[0]["heading"] != nil && blocks[1]["paragraph"] != nil)
    #expect(blocks[3]["codeBlock"] as? String == "raw <b>")
    let spans = (blocks[1]["paragraph"] as? PageValues)?["spans"] as? [PageValues] ?? []
    #expect(spans.count { $0["link"] != nil } == 1)
    #expect(
      spans.contains { $0["strong"] as? String == "bold" }
        && spans.contains { $0["codeSpan"] as? String == "code" })
    #expect(((blocks[2]["list"] as? PageValues)?["items"] as? [PageValues])?.count == 2)
  }

  @Test func chartsStayInTheirFrame() throws {
    let period = Timestamp(nanoseconds: 0)...Timestamp(nanoseconds: 10_000_000_000)
    let bars = (0..<10).map { number in
      HistogramChart.Bar(
        start: Timestamp(nanoseconds: number * 1_000_000_000),
        parts: [("fill-low", "low", Int(number)), ("fill-high", "high", 3)])
    }
    let chart = HistogramChart(bars: bars, period: period, interval: 1_000_000_000, noun: "alerts").values()
    let rects = try #require(chart["chartBars"] as? [PageValues])
    #expect(rects.count == 19)
    for rect in rects {
      let (x, width) = (try #require(rect["x"] as? Double), try #require(rect["width"] as? Double))
      let (y, height) = (try #require(rect["y"] as? Double), try #require(rect["height"] as? Double))
      #expect(x >= 0 && x + width <= 1000 && y >= 0 && y + height <= 120)
    }
  }
}
