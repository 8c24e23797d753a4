/// Bounds on what one file may make the reader do.
public struct InputLimits: Sendable {
  /// A record, or a value that must be read as a whole, may have this many bytes.
  public var recordBytes = 32 << 20
  /// Files whose text is at most this long are read as a whole, longer ones in windows.
  public var wholeFileBytes = 16 << 20
  /// A gzip file may expand to this many bytes whatever its size.
  public var freeInflatedBytes = 256 << 20
  /// Beyond `freeInflatedBytes`, a gzip file may expand to this many times its size. CloudTrail files expand
  /// 6 to 30 times; a bomb of zeros 1,000 times.
  public var inflationRatio = 200
  /// Envelopes may be nested this deep.
  public var envelopeDepth = 4
  /// How many problems of one file are named; further ones are counted.
  public var problemsPerFile = 20

  /// The bounds that hold unless a test sets others.
  public static let standard = InputLimits()

  /// The standard bounds.
  public init() {}

  /// The most bytes a gzip file of this size may expand to.
  func inflatedBytes(compressed: Int) -> Int {
    max(freeInflatedBytes, compressed.multipliedReportingOverflow(by: inflationRatio).partialValue)
  }
}
