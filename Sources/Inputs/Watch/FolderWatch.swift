import Synchronization

/// Reads the files of a folder as they appear and as they change.
///
/// The folder is looked at again and again. A file is read when two looks in a row found it the same, so that it is not
/// read while it is copied; one that keeps growing is read anyway after a number of looks. A file that changes
/// afterwards (appended to, truncated, replaced) is read as a whole again: records that are known already are recognised
/// by their identity. Names that begin with a dot or end in `.tmp` or `.part` are left alone.
public final class FolderWatch: BatchInput {
  /// How a folder is watched.
  public struct Options: Sendable {
    /// Waits until the next look; throws to end the watch.
    public var tick: @Sendable () async throws -> Void
    /// A file that is different at each look is read after this many looks.
    public var patience: Int

    /// Options; a look each half second, unless stated otherwise.
    public init(
      patience: Int = 20,
      tick: @escaping @Sendable () async throws -> Void = { try await Task.sleep(for: .milliseconds(500)) }
    ) {
      self.patience = patience
      self.tick = tick
    }
  }

  /// The folder.
  public let name: String
  private let checkpoints: any CheckpointReader
  private let options: Options
  private let state = Mutex(State())

  private struct State {
    /// Files as they were when they were last read and acknowledged.
    var read: [FilePathBytes: WatchedFile] = [:]
    /// Files as they were at the last look, with the number of looks since they were last settled.
    var seen: [FilePathBytes: (file: WatchedFile, looks: Int)] = [:]
    /// Checkpoints of files that are gone, to be forgotten with the next batch.
    var gone: [String] = []
  }

  /// A watch of a folder.
  ///
  /// - Parameters:
  ///   - folder: The folder; it is searched to the bottom.
  ///   - checkpoints: Tells which files were read in earlier runs.
  ///   - options: How the folder is watched.
  public init(folder: String, checkpoints: some CheckpointReader, options: Options = Options()) {
    name = folder
    self.checkpoints = checkpoints
    self.options = options
  }

  /// Looks at the folder until the task is cancelled.
  public func run(_ sink: some BatchSink) async throws {
    while !Task.isCancelled {
      try await look(sink)
      try await options.tick()
    }
    throw CancellationError()
  }

  /// Looks at the folder once and hands over what is ready. Files that are ready together come together, so that many
  /// small ones do not need a transaction each.
  ///
  /// - Returns: How many files were handed over.
  @discardableResult
  public func look(_ sink: some BatchSink) async throws -> Int {
    let list = FileList(paths: [name])
    let files = list.entries.filter { Self.isWanted($0.path) }.compactMap { WatchedFile(path: $0.path) }
    forget(exceptFor: files)
    var count = 0
    var ready: [WatchedFile] = []
    for file in files {
      try Task.checkCancellation()
      guard try await isNew(file), let isProvisional = readiness(of: file) else { continue }
      count += 1
      if isProvisional {
        try await hand(over: [file], true, sink)
        continue
      }
      ready.append(file)
      if ready.count == Self.maximumFiles || ready.reduce(0, { $0 + $1.size }) >= Self.maximumBytes {
        try await hand(over: ready, false, sink)
        ready.removeAll()
      }
    }
    if !ready.isEmpty { try await hand(over: ready, false, sink) }
    return count
  }

  /// The most files that are handed over together, and the bytes with which they are enough.
  private static let maximumFiles = 64
  private static let maximumBytes = 32 << 20

  // MARK: What is ready

  private static func isWanted(_ path: FilePathBytes) -> Bool {
    let name = path.bytes.split(separator: UInt8(ascii: "/")).last ?? []
    return !name.starts(with: ".".utf8)
      && ![".tmp", ".part"].contains { name.suffix($0.utf8.count).elementsEqual($0.utf8) }
  }

  private func isNew(_ file: WatchedFile) async throws -> Bool {
    if let known = state.withLock({ $0.read[file.path] }) { return known != file }
    guard try await checkpoints.checkpoint(file.checkpointName) == file.checkpointText else { return true }
    state.withLock { $0.read[file.path] = file }
    return false
  }

  /// Nil when the file is not to be read yet; otherwise whether it was still being written.
  private func readiness(of file: WatchedFile) -> Bool? {
    state.withLock { state in
      let before = state.seen[file.path]
      let looks = (before?.looks ?? 0) + 1
      if before?.file == file {
        state.seen[file.path] = (file, 0)
        return false
      }
      let isOverdue = looks > options.patience
      state.seen[file.path] = (file, isOverdue ? 0 : looks)
      return isOverdue ? true : nil
    }
  }

  /// Forgets files that are gone.
  private func forget(exceptFor files: [WatchedFile]) {
    let present = Set(files.map(\.path))
    state.withLock { state in
      for path in state.read.keys where !present.contains(path) {
        if let file = state.read.removeValue(forKey: path) { state.gone.append(file.checkpointName) }
      }
      for path in state.seen.keys where !present.contains(path) { state.seen[path] = nil }
    }
  }

  // MARK: Handing over

  private func hand(over files: [WatchedFile], _ isProvisional: Bool, _ sink: some BatchSink) async throws {
    let gone = state.withLock { $0.gone }
    let remembered = files.map { InputCheckpoint(name: $0.checkpointName, text: $0.checkpointText) }
    let names = Set(remembered.map(\.name))
    let source = files[0].path.text + (files.count > 1 ? " and \(files.count - 1) more" : "")
    let batch = InputBatch(
      source: source, contents: files.map { InputBatch.Content(name: $0.path.text, path: $0.path) },
      checkpoints: gone.filter { !names.contains($0) }.map { InputCheckpoint(name: $0, text: nil) }
        + remembered,
      isProvisional: isProvisional, acknowledge: { [self] in done(files, forgotten: gone) },
      setAside: { [self] reason in
        for file in files {
          try await sink.setAside(SetAsideInput(source: file.path.text, reason: reason))
          done([file], forgotten: [])
        }
      })
    try await sink.take(batch)
  }

  private func done(_ files: [WatchedFile], forgotten: [String]) {
    state.withLock { state in
      for file in files { state.read[file.path] = file }
      state.gone.removeAll { forgotten.contains($0) }
    }
  }
}
