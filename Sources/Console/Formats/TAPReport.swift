/// Results of tests in the Test Anything Protocol, version 14 (https://testanything.org/tap-version-14-specification.html).
public enum TAPReport {
  /// The lines of the report.
  public static func lines(_ cases: [JUnitReport.Case]) -> [String] {
    var lines = ["TAP version 14", "1..\(cases.count)"]
    for (index, test) in cases.enumerated() {
      let name = cleaned("\(test.suite): \(test.name)")
      lines.append("\(test.failure == nil ? "ok" : "not ok") \(index + 1) - \(name)")
      guard let failure = test.failure else { continue }
      lines += [
        "  ---", "  message: \"\(cleaned(failure).replacing("\"", with: "'"))\"",
        "  file: \"\(cleaned(test.file))\"", "  ...",
      ]
    }
    return lines
  }

  private static func cleaned(_ text: String) -> String {
    Sanitizer.clean(text).replacing("\\", with: "/").replacing("#", with: "\\#")
  }
}
