/// The values of the template `severity`.
enum SeverityValues {
  /// The values of a severity's name.
  static func of(_ name: String) -> PageValues {
    [
      "severity": name, "isLow": name == "low", "isMedium": name == "medium", "isHigh": name == "high",
      "isCritical": name == "critical",
    ]
  }
}
