public import CloudTrail

/// Records that belong together: the objects that one message names, or one file. They lie on local disk.
public struct InputBatch: Sendable {
  /// Where the records come from, for people.
  public let source: String
  /// What to store in the same transaction as the records.
  public let checkpoints: [InputCheckpoint]
  /// Whether the file was still being written: what is wrong at its end may be right the next time.
  public let isProvisional: Bool

  private let contents: [Content]
  private let onAcknowledge: @Sendable () async throws -> Void
  private let onSetAside: @Sendable (String) async throws -> Void

  /// One file of a batch and the name that people know it by.
  struct Content: Sendable {
    let name: String
    let path: FilePathBytes
    /// Keeps a temporary file as long as the batch.
    var file: TemporaryFile?
  }

  init(
    source: String, contents: [Content], checkpoints: [InputCheckpoint] = [], isProvisional: Bool = false,
    acknowledge: @escaping @Sendable () async throws -> Void,
    setAside: @escaping @Sendable (String) async throws -> Void
  ) {
    self.source = source
    self.contents = contents
    self.checkpoints = checkpoints
    self.isProvisional = isProvisional
    onAcknowledge = acknowledge
    onSetAside = setAside
  }

  /// Hands over all records, file after file. May be called again, for instance after a transaction was rolled back.
  ///
  /// - Returns: A report for each file, in order; what could not be read is in there.
  public func read(_ handler: some RecordHandler, reader: RecordReader = RecordReader()) -> [FileReport] {
    contents.enumerated().map { number, content in
      handler.begin(file: number)
      return reader.read(named: content.name, handler: handler) { () throws(InputProblem.Reason) in
        try FileBytes(path: content.path)
      }
    }
  }

  /// Says that the records are stored. Only then the source forgets them.
  public func acknowledge() async throws { try await onAcknowledge() }

  /// Says that nothing can be made of the batch: the sink is asked to keep a note, and the source forgets it.
  public func setAside(reason: String) async throws { try await onSetAside(reason) }
}
