import Console
import Testing

@Suite struct TestReportTests {
  private let cases = [
    JUnitReport.Case(suite: "A & B", file: "a.toml", name: "finds", failure: nil),
    JUnitReport.Case(
      suite: "A & B", file: "a.toml", name: "is \"quiet\"", failure: "expected 0 <alerts>\u{1}"),
    JUnitReport.Case(suite: "C", file: "c.toml", name: "#1", failure: nil),
  ]

  @Test func junitIsEscapedAndGrouped() {
    #expect(
      JUnitReport.text(cases) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="nightjar rules test" tests="3" failures="1">
          <testsuite name="A &amp; B" tests="2" failures="1">
            <testcase name="finds" classname="A &amp; B" file="a.toml"/>
            <testcase name="is &quot;quiet&quot;" classname="A &amp; B" file="a.toml">
              <failure message="expected 0 &lt;alerts&gt;\u{FFFD}"/>
            </testcase>
          </testsuite>
          <testsuite name="C" tests="1" failures="0">
            <testcase name="#1" classname="C" file="c.toml"/>
          </testsuite>
        </testsuites>

        """)
  }

  @Test func tapNumbersTests() {
    #expect(
      TAPReport.lines(cases) == [
        "TAP version 14", "1..3", "ok 1 - A & B: finds", "not ok 2 - A & B: is \"quiet\"", "  ---",
        "  message: \"expected 0 <alerts>/u{1}\"", "  file: \"a.toml\"", "  ...", "ok 3 - C: \\#1",
      ])
  }
}
