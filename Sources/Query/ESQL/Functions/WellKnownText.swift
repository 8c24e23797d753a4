/// Places as texts.
enum WellKnownText {
  /// Reads `POINT (longitude latitude)`, or latitude and longitude with a comma between, as Elasticsearch writes places.
  static func point(_ text: String) -> Value? {
    if text.uppercased().hasPrefix("POINT"), let open = text.firstIndex(of: "("), text.hasSuffix(")") {
      let numbers = text[text.index(after: open)...].dropLast().split(separator: " ").compactMap {
        Double($0)
      }
      return numbers.count == 2 ? place(numbers[0], numbers[1]) : nil
    }
    let numbers = text.split(separator: ",").compactMap { Double($0.drop { $0 == " " }) }
    return numbers.count == 2 ? place(numbers[1], numbers[0]) : nil
  }

  private static func place(_ x: Double, _ y: Double) -> Value? {
    guard x.isFinite, y.isFinite, abs(x) <= 180, abs(y) <= 90 else { return nil }
    return .point(x: x, y: y)
  }
}
