/// The most frequent values of something, with bars.
enum TopList {
  /// The values of a list of bars in a template.
  ///
  /// - Parameters:
  ///   - rows: The values with their counts, the most frequent first.
  ///   - address: Where a value leads; nil when it leads nowhere.
  /// - Returns: The values, in the same order.
  static func values(
    _ rows: [(text: String, count: Int)], address: (String) -> String?
  ) -> [PageValues] {
    let highest = Double(max(1, rows.map(\.count).max() ?? 1))
    return rows.map { text, count in
      var values: PageValues = [
        "value": text, "count": TimeText.count(count),
        "share": HistogramChart.rounded(Double(count) / highest * 100),
      ]
      if let target = address(text) { values["target"] = target }
      return values
    }
  }
}
