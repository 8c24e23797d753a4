/// Takes what inputs bring.
public protocol BatchSink: Sendable {
  /// Takes a batch: reads its records, stores them together with its checkpoints in one transaction, and acknowledges it
  /// afterwards. An error ends the run of the input; what was not acknowledged comes again.
  func take(_ batch: InputBatch) async throws

  /// Keeps something that no batch can be made of. When this returns, the input gets rid of it at its source.
  func setAside(_ item: SetAsideInput) async throws
}
