/// Inflates gzip streams that are held in memory, such as bodies of requests.
public enum Gunzip {
  /// The inflated bytes.
  ///
  /// - Parameters:
  ///   - bytes: A complete stream, of one or several members.
  ///   - limit: The most bytes that it may inflate to.
  /// - Returns: The text.
  /// - Throws: `gzipBomb` when it inflates to more, `truncatedGzip` or `corruptGzip` when it is damaged.
  public static func inflate(_ bytes: [UInt8], limit: Int) throws(InputProblem.Reason) -> [UInt8] {
    let result = bytes.withUnsafeBufferPointer { bytes in
      Result { () throws(InputProblem.Reason) in try inflate(bytes, limit) }
    }
    return try result.get()
  }

  private static func inflate(
    _ bytes: UnsafeBufferPointer<UInt8>, _ limit: Int
  ) throws(InputProblem.Reason) -> [UInt8] {
    var limits = InputLimits()
    limits.freeInflatedBytes = limit
    limits.inflationRatio = 0
    let stream = try GzipBytes(
      source: MemoryBytes(bytes), head: UnsafeRawBufferPointer(start: nil, count: 0), limits: limits)
    let window = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    defer { window.deallocate() }
    var inflated: [UInt8] = []
    while true {
      let count = try stream.read(into: window)
      if count == 0 { return inflated }
      inflated.append(contentsOf: window[0..<count])
    }
  }
}
