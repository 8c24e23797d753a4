/// Numbers for people.
public enum Quantity {
  /// A number with commas between thousands.
  public static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return number < 0 ? "-" + result : result
  }

  /// A number with a noun, in the plural unless it is 1. The plural adds an s when it is not given.
  public static func text(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// Bytes in the largest unit of 1,000 that leaves a whole part.
  public static func bytes(_ count: Int) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"]
    var value = Double(count)
    var unit = 0
    while value >= 1000, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    return unit == 0 ? "\(count) B" : "\(decimal(value)) \(units[unit])"
  }

  /// Seconds with a digit that matters.
  public static func seconds(_ seconds: Double) -> String {
    if seconds < 1 { return "\(Int((seconds * 1000).rounded())) ms" }
    if seconds < 120 { return "\(decimal(seconds)) s" }
    return "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
  }

  /// The length of a step in the largest unit that divides it.
  public static func step(_ seconds: Int64) -> String {
    for (unit, length) in [("day", Int64(86_400)), ("hour", 3600), ("minute", 60)]
    where seconds % length == 0 && seconds > 0 {
      return text(Int(seconds / length), unit)
    }
    return text(Int(seconds), "second")
  }

  private static func decimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(grouped(tenths / 10)).\(tenths % 10)"
  }
}
