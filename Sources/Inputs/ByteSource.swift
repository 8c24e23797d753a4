/// A stream of bytes that is read from the front.
protocol ByteSource: AnyObject {
  /// Fills the start of `target` and returns how many bytes were written; 0 at the end.
  func read(into target: UnsafeMutableRawBufferPointer) throws(InputProblem.Reason) -> Int
}
