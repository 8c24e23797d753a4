import Events

/// Numbers as Java prints them.
enum JavaNumber {
  /// The text of a JSON number: integers in decimal, everything else like `Double.toString` (Java SE API).
  static func text(_ number: JSONNumber) -> String {
    guard number.isInteger else { return text(number.double) }
    return number.integer.map(String.init) ?? (number.text == "-0" ? "0" : number.text)
  }

  /// `Double.toString`: plain notation from 10⁻³ up to 10⁷, otherwise computerised scientific notation.
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity" }
    guard value != 0 else { return value.sign == .minus ? "-0.0" : "0.0" }
    let sign = value < 0 ? "-" : ""
    let (digits, exponent) = shortest(value.magnitude)
    if value.magnitude >= 1e-3, value.magnitude < 1e7 { return sign + plain(digits, exponent) }
    let fraction = digits.count > 1 ? String(digits.dropFirst()) : "0"
    return "\(sign)\(digits.prefix(1)).\(fraction)E\(exponent)"
  }

  /// The shortest digits that name a double, and the power of ten of the first one.
  private static func shortest(_ value: Double) -> (digits: String, exponent: Int) {
    let parts = "\(value)".split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let whole = String(mantissa[0])
    let fraction = mantissa.count > 1 ? String(mantissa[1]) : ""
    let all = whole + fraction
    let zeros = all.prefix { $0 == "0" }.count
    var digits = String(all.dropFirst(zeros))
    while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
    let shift = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    return (digits, whole.count - 1 - zeros + shift)
  }

  private static func plain(_ digits: String, _ exponent: Int) -> String {
    guard exponent >= 0 else { return "0." + String(repeating: "0", count: -exponent - 1) + digits }
    let padded = digits + String(repeating: "0", count: max(0, exponent + 1 - digits.count))
    let fraction = padded.dropFirst(exponent + 1)
    return "\(padded.prefix(exponent + 1)).\(fraction.isEmpty ? "0" : fraction)"
  }
}
