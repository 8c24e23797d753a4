public import AWS

/// Reads objects that messages of a queue announce. A message is deleted only after the sink acknowledged what it names;
/// until then the time in which nobody else gets it is extended again and again.
public struct SQSInput: BatchInput {
  /// How a queue is read.
  public struct Options: Sendable, Hashable {
    /// How long others do not get a message that is worked on, in seconds. It is extended at half of it.
    public var visibilitySeconds = 120
    /// How long one call waits for messages, in seconds.
    public var waitSeconds = 20
    /// A message that cannot be worked on is set aside when it was received this often.
    public var maximumReceives = 5
    /// How many messages are downloaded at once.
    public var parallelMessages = 4

    /// The standard options.
    public init() {}
  }

  /// The name of the input.
  public var name: String { queueURL }

  private let client: AWSClient
  private let queueURL: String
  private let options: Options
  private let downloader: S3Downloader

  /// A queue.
  ///
  /// - Parameters:
  ///   - queueURL: The URL of the queue. Its region is taken from the URL where that tells it.
  ///   - client: Calls SQS and S3; its surroundings give the pauses.
  ///   - options: How the queue is read.
  /// - Throws: `InputProblem.Reason` when the folder for temporary files cannot be made.
  public init(
    queueURL: String, client: AWSClient, options: Options = Options()
  ) throws(InputProblem.Reason) {
    self.queueURL = queueURL
    self.client = Self.region(queueURL).map { client.with(region: $0) } ?? client
    self.options = options
    downloader = try S3Downloader(client: client)
  }

  /// Reads messages until the task is cancelled.
  public func run(_ sink: some BatchSink) async throws {
    while !Task.isCancelled { try await poll(sink) }
    throw CancellationError()
  }

  /// Receives messages once and works on all of them.
  ///
  /// - Returns: How many messages were received.
  @discardableResult
  public func poll(_ sink: some BatchSink) async throws -> Int {
    let messages = try await client.send(
      ReceiveMessage(
        queueURL: queueURL, waitSeconds: options.waitSeconds,
        visibilitySeconds: options.visibilitySeconds))
    guard !messages.isEmpty else { return 0 }
    let held = HeldMessages(messages)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await extend(held) }
      try await work(on: messages, held, sink)
      group.cancelAll()
      while let result = await group.nextResult() { _ = result }
    }
    return messages.count
  }

  // MARK: One receipt

  private enum Work: Sendable {
    case batch(SQSMessage, [InputBatch.Content])
    case nothing(SQSMessage)
    case unreadable(SQSMessage, reason: String, isHopeless: Bool)
  }

  /// Downloads what messages name, several at once, and hands it over one by one.
  private func work(on messages: [SQSMessage], _ held: HeldMessages, _ sink: some BatchSink) async throws {
    try await withThrowingTaskGroup(of: Work.self) { group in
      var rest = messages[...]
      func startNext() {
        guard let message = rest.popFirst() else { return }
        group.addTask { try await prepare(message) }
      }
      for _ in 0..<max(1, options.parallelMessages) { startNext() }
      while let work = try await group.next() {
        try await finish(work, held, sink)
        startNext()
      }
    }
  }

  private func prepare(_ message: SQSMessage) async throws -> Work {
    let notification: S3Notification
    do throws(S3Notification.Problem) {
      notification = try S3Notification(message: message.body)
    } catch {
      return .unreadable(message, reason: "\(error)", isHopeless: true)
    }
    guard case .objects(let objects) = notification else { return .nothing(message) }
    var contents: [InputBatch.Content] = []
    for object in objects {
      do throws(AWSError) {
        let file = try await downloader.download(object)
        contents.append(InputBatch.Content(name: object.description, path: file.path, file: file))
      } catch {
        if error.kind == .cancelled { throw CancellationError() }
        return .unreadable(message, reason: "\(object): \(error)", isHopeless: false)
      }
    }
    return .batch(message, contents)
  }

  private func finish(_ work: Work, _ held: HeldMessages, _ sink: some BatchSink) async throws {
    switch work {
    case .nothing(let message): try await delete(message, held)
    case .unreadable(let message, let reason, let isHopeless):
      guard isHopeless || message.receiveCount >= options.maximumReceives else {
        // It comes again when its time is over.
        held.release(message)
        return
      }
      try await setAside(message, reason, held, sink)
    case .batch(let message, let contents):
      // Whoever received it that often never got to its end.
      guard message.receiveCount < options.maximumReceives * 4 else {
        try await setAside(message, "received \(message.receiveCount) times and never finished", held, sink)
        return
      }
      try await sink.take(
        InputBatch(
          source: source(message), contents: contents, acknowledge: { try await delete(message, held) },
          setAside: { try await setAside(message, $0, held, sink) }))
      // Without an acknowledgement the message comes again.
      held.release(message)
    }
  }

  private func source(_ message: SQSMessage) -> String { "\(queueURL) message \(message.messageID)" }

  private func setAside(
    _ message: SQSMessage, _ reason: String, _ held: HeldMessages, _ sink: some BatchSink
  ) async throws {
    try await sink.setAside(
      SetAsideInput(source: source(message), reason: reason, sample: message.body))
    try await delete(message, held)
  }

  private func delete(_ message: SQSMessage, _ held: HeldMessages) async throws {
    held.release(message)
    try await client.send(DeleteMessage(queueURL: queueURL, receiptHandle: message.receiptHandle))
  }

  // MARK: Time

  /// Extends the time of all messages that are still worked on, until it is cancelled.
  private func extend(_ held: HeldMessages) async throws {
    while true {
      try await client.surroundings.sleep(.seconds(options.visibilitySeconds) / 2)
      for message in held.all {
        // A failure is no reason to stop: at worst the message comes again.
        try? await client.send(
          ChangeMessageVisibility(
            queueURL: queueURL, receiptHandle: message.receiptHandle,
            visibilitySeconds: options.visibilitySeconds))
      }
      try Task.checkCancellation()
    }
  }

  /// The region in the URL of a queue of AWS; nil for other hosts.
  static func region(_ url: String) -> String? {
    guard let host = url.split(separator: "/", maxSplits: 2).dropFirst().first else { return nil }
    let labels = host.split(separator: ".")
    guard labels.count >= 4, labels[0] == "sqs", labels[2] == "amazonaws" else { return nil }
    return String(labels[1])
  }
}
