/// Results of tests as JUnit XML, which build servers read.
///
/// Source: the schema in use, https://github.com/testmoapp/junitxml.
public enum JUnitReport {
  /// One test.
  public struct Case: Sendable {
    /// The rule, as the name of the suite.
    public let suite: String
    /// The file of the rule.
    public let file: String
    /// The name of the test.
    public let name: String
    /// Why it failed; nil when it passed.
    public let failure: String?

    /// A test.
    public init(suite: String, file: String, name: String, failure: String?) {
      self.suite = suite
      self.file = file
      self.name = name
      self.failure = failure
    }
  }

  /// The report.
  public static func text(_ cases: [Case]) -> String {
    var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
    lines.append(
      "<testsuites name=\"nightjar rules test\" tests=\"\(cases.count)\" failures=\"\(failures(cases))\">")
    var start = 0
    while start < cases.count {
      let suite = cases[start].suite
      let end = cases[start...].firstIndex { $0.suite != suite } ?? cases.count
      lines += self.suite(suite, Array(cases[start..<end]))
      start = end
    }
    lines.append("</testsuites>")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func failures(_ cases: [Case]) -> Int { cases.count { $0.failure != nil } }

  private static func suite(_ name: String, _ cases: [Case]) -> [String] {
    let head =
      "  <testsuite name=\"\(escaped(name))\" tests=\"\(cases.count)\" failures=\"\(failures(cases))\">"
    let rows = cases.flatMap { test -> [String] in
      let opening =
        "    <testcase name=\"\(escaped(test.name))\" classname=\"\(escaped(name))\" file=\"\(escaped(test.file))\""
      guard let failure = test.failure else { return [opening + "/>"] }
      return [opening + ">", "      <failure message=\"\(escaped(failure))\"/>", "    </testcase>"]
    }
    return [head] + rows + ["  </testsuite>"]
  }

  /// Characters that XML 1.0 does not have become replacement characters.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
