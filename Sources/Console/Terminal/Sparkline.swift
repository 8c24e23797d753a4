/// A row of bars.
public enum Sparkline {
  private static let bars = Array("▁▂▃▄▅▆▇█")

  /// A bar for each value, the highest being full; a space where the value is 0.
  public static func text(_ values: [Int]) -> String {
    guard let highest = values.max(), highest > 0 else { return String(repeating: " ", count: values.count) }
    return String(
      values.map { value in
        value == 0 ? " " : bars[min(bars.count - 1, max(0, (value * bars.count + highest - 1) / highest - 1))]
      })
  }
}
