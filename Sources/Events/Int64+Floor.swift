extension Int64 {
  /// The quotient rounded towards the past: that of -1 and 10 is -1.
  ///
  /// - Parameter length: The divisor, above 0.
  /// - Returns: The quotient.
  @inlinable package func flooredQuotient(by length: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: length)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// The beginning of the interval that a time lies in, when intervals begin at multiples of a length. The first
  /// interval of all, whose beginning no number can say, begins with the smallest number.
  ///
  /// - Parameter length: The length, above 0.
  /// - Returns: The beginning.
  @inlinable package func floored(toMultipleOf length: Int64) -> Int64 {
    let (start, overflow) = flooredQuotient(by: length).multipliedReportingOverflow(by: length)
    return overflow ? .min : start
  }
}
