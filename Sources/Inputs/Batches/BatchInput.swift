/// An input that goes on by itself: a queue, a bucket, a folder.
public protocol BatchInput: Sendable {
  /// The name of the input, for people.
  var name: String { get }

  /// Brings batches, one after the other, until the task is cancelled.
  ///
  /// - Throws: What the sink or the source throws. Running again goes on where the last acknowledged batch ended.
  func run(_ sink: some BatchSink) async throws
}
