public import AWS
public import Events
import Synchronization

/// Reads the log files that trails put into a bucket, by listing it: accounts and regions are found by themselves, each
/// folder is listed from where it was read to. For many accounts a queue (`SQSInput`) asks far less of S3.
public final class S3Listing: BatchInput {
  /// How a bucket is read.
  public struct Options: Sendable {
    /// Files are read from this time on when a folder is read for the first time.
    public var since: Timestamp
    /// How many objects one batch has, at most.
    public var objectsPerBatch = 50
    /// How many objects are downloaded at once.
    public var parallelDownloads = 8
    /// Waits until the next round; throws to end the run.
    public var tick: @Sendable () async throws -> Void

    /// Options; a round each minute, unless stated otherwise.
    public init(
      since: Timestamp,
      tick: @escaping @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(60)) }
    ) {
      self.since = since
      self.tick = tick
    }
  }

  /// The bucket and the prefix.
  public let name: String
  private let location: S3Location
  private let client: AWSClient
  private let checkpoints: any CheckpointReader
  private let options: Options
  private let downloader: S3Downloader
  private let bookmarks = Mutex<[CloudTrailFolder: S3Bookmark]>([:])
  /// Objects that are set aside after this many failures, by key.
  private let failures = Mutex<[String: Int]>([:])
  private static let maximumFailures = 5

  /// A bucket.
  ///
  /// - Parameters:
  ///   - location: The bucket, and the prefix in front of `AWSLogs/`.
  ///   - client: Calls S3.
  ///   - checkpoints: Tells how far folders were read in earlier runs.
  ///   - options: How the bucket is read.
  /// - Throws: `InputProblem.Reason` when the folder for temporary files cannot be made.
  public init(
    location: S3Location, client: AWSClient, checkpoints: some CheckpointReader, options: Options
  ) throws(InputProblem.Reason) {
    self.location = location
    self.client = client
    self.checkpoints = checkpoints
    self.options = options
    name = location.description
    downloader = try S3Downloader(client: client)
  }

  /// Goes through the bucket, round after round, until the task is cancelled.
  public func run(_ sink: some BatchSink) async throws {
    while !Task.isCancelled {
      try await round(sink)
      try await options.tick()
    }
    throw CancellationError()
  }

  /// Goes through the bucket once.
  ///
  /// - Returns: How many objects were handed over.
  @discardableResult
  public func round(_ sink: some BatchSink) async throws -> Int {
    var count = 0
    for folder in try await folders() { count += try await read(folder, sink) }
    return count
  }

  /// The folders of log files below the prefix, of all accounts, organisations and regions.
  public func folders() async throws(AWSError) -> [CloudTrailFolder] {
    var root = location.prefix
    if !root.isEmpty, !root.hasSuffix("/") { root += "/" }
    if !root.hasSuffix("AWSLogs/") { root += "AWSLogs/" }
    var result: [CloudTrailFolder] = []
    for child in try await children(of: root) {
      if Self.isAccount(child) {
        result += try await folders(account: child, parent: root)
      } else if child.hasPrefix("o-") {
        let parent = "\(root)\(child)/"
        for account in try await children(of: parent) where Self.isAccount(account) {
          result += try await folders(account: account, parent: parent)
        }
      }
    }
    return result
  }

  private func folders(account: String, parent: String) async throws(AWSError) -> [CloudTrailFolder] {
    try await children(of: "\(parent)\(account)/CloudTrail/").map {
      CloudTrailFolder(bucket: location.bucket, parent: parent, account: account, region: $0)
    }
  }

  /// The names of the folders directly inside a folder.
  private func children(of folder: String) async throws(AWSError) -> [String] {
    var names: [String] = []
    let listing = ListObjectsV2(bucket: location.bucket, prefix: folder, delimiter: "/")
    try await client.forEachPage(of: listing) { page in
      names += page.commonPrefixes.map { String($0.dropFirst(folder.count).dropLast()) }
    }
    return names
  }

  private static func isAccount(_ name: String) -> Bool {
    name.utf8.count == 12 && name.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  // MARK: One folder

  private func read(_ folder: CloudTrailFolder, _ sink: some BatchSink) async throws -> Int {
    let bookmark = try await bookmark(of: folder)
    var fresh: [S3ObjectReference] = []
    let listing = ListObjectsV2(
      bucket: folder.bucket, prefix: folder.prefix, startAfter: bookmark.listingStart(in: folder))
    try await client.forEachPage(of: listing) { page in
      for object in page.objects
      where folder.stamp(of: object.key) != nil && !bookmark.hasRead(object.key, in: folder) {
        fresh.append(S3ObjectReference(bucket: folder.bucket, key: object.key, size: object.size))
      }
    }
    var rest = fresh[...]
    while !rest.isEmpty {
      try Task.checkCancellation()
      try await hand(over: Array(rest.prefix(options.objectsPerBatch)), folder, sink)
      rest = rest.dropFirst(options.objectsPerBatch)
    }
    return fresh.count
  }

  private func bookmark(of folder: CloudTrailFolder) async throws -> S3Bookmark {
    if let known = bookmarks.withLock({ $0[folder] }) { return known }
    let stored = try await checkpoints.checkpoint(folder.checkpointName).flatMap { S3Bookmark(text: $0) }
    // The listing begins earlier by what files may come late.
    let first = Timestamp(nanoseconds: options.since.nanoseconds + S3Bookmark.lateness * 1_000_000_000)
    let bookmark = stored ?? S3Bookmark(newest: S3Bookmark.stamp(first))
    bookmarks.withLock { $0[folder] = bookmark }
    return bookmark
  }

  private func hand(
    over objects: [S3ObjectReference], _ folder: CloudTrailFolder, _ sink: some BatchSink
  ) async throws {
    let (contents, lost) = try await download(objects)
    for (object, reason) in lost {
      try await sink.setAside(SetAsideInput(source: object.description, reason: reason))
    }
    // What could not be read yet stays unread, and so is listed again.
    var bookmark = try await bookmark(of: folder)
    let names = Set(contents.map(\.name)).union(lost.map(\.0.description))
    for object in objects where names.contains(object.description) {
      guard let stamp = folder.stamp(of: object.key) else { continue }
      bookmark.note(object.key, stamp: stamp, now: client.surroundings.now(), in: folder)
    }
    bookmark.prune()
    guard !names.isEmpty else { return }
    let next = bookmark
    let acknowledge: @Sendable () async throws -> Void = { [self] in bookmarks.withLock { $0[folder] = next }
    }
    let source = "\(location.bucket)/\(folder.prefix) (\(contents.count) objects)"
    try await sink.take(
      InputBatch(
        source: source, contents: contents,
        checkpoints: [InputCheckpoint(name: folder.checkpointName, text: next.text)],
        acknowledge: acknowledge,
        setAside: { reason in
          try await sink.setAside(SetAsideInput(source: source, reason: reason))
          try await acknowledge()
        }))
  }

  /// Downloads objects, several at once.
  ///
  /// - Returns: What came, in order, and the objects to give up on with the reason.
  private func download(
    _ objects: [S3ObjectReference]
  ) async throws -> (contents: [InputBatch.Content], lost: [(S3ObjectReference, String)]) {
    let results = try await withThrowingTaskGroup(of: (Int, Result<TemporaryFile, AWSError>).self) { group in
      var results: [Int: Result<TemporaryFile, AWSError>] = [:]
      var next = 0
      func startNext() {
        guard next < objects.count else { return }
        let (number, object) = (next, objects[next])
        next += 1
        group.addTask { [downloader] in
          do throws(AWSError) {
            return (number, .success(try await downloader.download(object)))
          } catch {
            if error.kind == .cancelled { throw CancellationError() }
            return (number, .failure(error))
          }
        }
      }
      for _ in 0..<max(1, options.parallelDownloads) { startNext() }
      for try await (number, result) in group {
        results[number] = result
        startNext()
      }
      return results
    }
    var contents: [InputBatch.Content] = []
    var lost: [(S3ObjectReference, String)] = []
    for (number, object) in objects.enumerated() {
      switch results[number] {
      case .success(let file):
        contents.append(InputBatch.Content(name: object.description, path: file.path, file: file))
      case .failure(let error) where hasFailedTooOften(object): lost.append((object, "\(error)"))
      case .failure, nil: continue
      }
    }
    return (contents, lost)
  }

  private func hasFailedTooOften(_ object: S3ObjectReference) -> Bool {
    failures.withLock { failures in
      let count = (failures[object.key] ?? 0) + 1
      failures[object.key] = count < Self.maximumFailures ? count : nil
      return count >= Self.maximumFailures
    }
  }
}
