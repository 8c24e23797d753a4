import AWS
import Events
import Foundation
import Inputs
import Logging
import Storage

/// Runs the inputs of the configuration. An input that fails is begun again after a pause that grows to a minute.
struct InputSupervisor: Sendable {
  let configuration: EngineConfiguration
  let ingestor: Ingestor
  let store: Store
  let health: InputHealth
  let clock: EngineClock
  let log: Logger

  private static let longestPause: Int64 = 60

  /// Runs all inputs until the task is cancelled.
  func run() async {
    await withTaskGroup(of: Void.self) { group in
      for folder in folders { group.addTask { await keepRunning(folder) { try watch(folder) } } }
      for bucket in configuration.buckets {
        group.addTask {
          await keepRunning("s3://\(bucket.bucket)/\(bucket.prefix)") { try await listing(bucket) }
        }
      }
      for queue in configuration.queues {
        group.addTask { await keepRunning(queue.queueURL) { try await self.queue(queue) } }
      }
    }
  }

  private var folders: [String] {
    let inbox = configuration.flag("input.inbox") ? [store.folder.appending(path: "inbox").path] : []
    return inbox + configuration.folders.map(\.path)
  }

  private func keepRunning(_ name: String, _ make: @Sendable () async throws -> some BatchInput) async {
    health.begin(name)
    var pause: Int64 = 1
    while !Task.isCancelled {
      let before = health.states[name]?.batches
      do {
        let sink = EngineSink(
          input: name, ingestor: ingestor, store: store, health: health, clock: clock, log: log)
        try await make().run(sink)
      } catch {
        guard !Task.isCancelled, !(error is CancellationError) else { return }
        log.error("input failed", metadata: ["input": "\(name)", "error": "\(error)"])
        health.failed(name, "\(error)", at: clock.now())
      }
      // An input that brought something since its last failure is tried again soon.
      pause = health.states[name]?.batches == before ? min(2 * pause, Self.longestPause) : 1
      await clock.sleep(clock.now().advanced(seconds: pause))
    }
  }

  private func watch(_ folder: String) throws -> FolderWatch {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    // A file is read when two looks found it the same.
    let pause = max(50_000_000, configuration.nanoseconds("input.poll") / 2)
    return FolderWatch(
      folder: folder, checkpoints: StoredCheckpoints(store: store),
      options: FolderWatch.Options { try await Task.sleep(nanoseconds: UInt64(pause)) })
  }

  private func listing(_ settings: BucketInputSettings) async throws -> S3Listing {
    let now = clock.now()
    let since = settings.since.flatMap { Timestamp($0) } ?? now
    let pause = settings.interval
    return try S3Listing(
      location: S3Location(bucket: settings.bucket, prefix: settings.prefix),
      client: try await client(region: settings.region, roleARN: settings.roleARN),
      checkpoints: StoredCheckpoints(store: store),
      options: S3Listing.Options(since: since) { try await Task.sleep(nanoseconds: UInt64(pause)) })
  }

  private func queue(_ settings: QueueInputSettings) async throws -> SQSInput {
    var options = SQSInput.Options()
    options.maximumReceives = settings.maximumReceives
    options.visibilitySeconds = settings.visibility
    return try SQSInput(
      queueURL: settings.queueURL,
      client: try await client(region: settings.region, roleARN: settings.roleARN), options: options)
  }

  private func client(region: String?, roleARN: String?) async throws -> AWSClient {
    try await AWSClient.make(
      AWSOptions(
        region: region ?? configuration.text("aws.region"), profile: configuration.text("aws.profile"),
        endpoint: configuration.text("aws.endpoint_url"), roleARN: roleARN), defaultRegion: "us-east-1")
  }
}
