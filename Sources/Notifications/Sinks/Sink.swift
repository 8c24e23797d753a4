/// Something that takes notices.
protocol Sink: Sendable {
  /// Hands a notice over. When it returns, the other side has it.
  func send(_ notice: Notice) async throws(SinkError)
}
