import Events
public import Logging
public import Storage
import Synchronization

/// Sends the notices that wait in the store: a long-running task, as services of swift-service-lifecycle are.
///
/// Each sink has a loop of its own, so that one that is slow or down holds up no other.
public final class NotificationWorker: Sendable {
  /// What was done, for metrics.
  public let counts = NotificationCounts()

  private let store: Store
  private let workers: [SinkWorker]
  private let surroundings: WorkerSurroundings
  private let logger: Logger
  private let stopping: StopFlag
  private let bells: [Bell]

  /// Beyond this, a loop looks whether something came that nobody told it of.
  private static let longestSleep = Duration.seconds(5)
  /// After the store failed.
  private static let storePause = Duration.seconds(2)

  /// A worker.
  ///
  /// - Parameters:
  ///   - settings: The sinks.
  ///   - store: Where notices wait.
  ///   - sinks: What sinks need of the world.
  ///   - surroundings: The pauses and the chance.
  ///   - logger: Where failures are written. Secrets and alerts are not.
  public init(
    settings: NotificationSettings, store: Store, sinks: SinkSurroundings,
    surroundings: WorkerSurroundings = WorkerSurroundings(), logger: Logger
  ) {
    let stopping = StopFlag()
    let counts = counts
    self.store = store
    self.surroundings = surroundings
    self.logger = logger
    self.stopping = stopping
    workers = settings.sinks.map {
      SinkWorker(
        settings: $0, sink: SinkFactory.sink($0, sinks), store: store, surroundings: surroundings,
        logger: logger, counts: counts, isStopping: { stopping.isSet })
    }
    bells = settings.sinks.map { _ in Bell() }
  }

  /// Sends until `stop()` or until the task is cancelled. Deliveries that were begun are finished.
  public func run() async throws {
    await withTaskGroup(of: Void.self) { group in
      for (worker, bell) in zip(workers, bells) { group.addTask { await self.loop(worker, bell) } }
    }
  }

  /// Says that something was queued, so that it is sent at once.
  public func wake() {
    for bell in bells { bell.ring() }
  }

  /// Ends `run()` after the deliveries that are being sent.
  public func stop() {
    stopping.set()
    wake()
  }

  /// Sends what is due now, once at every sink. Returns whether anything was due.
  public func runOnce() async throws -> Bool {
    var found = false
    for worker in workers where try await worker.cycle() { found = true }
    return found
  }

  private func loop(_ worker: SinkWorker, _ bell: Bell) async {
    while !stopping.isSet, !Task.isCancelled {
      let pause: Duration
      do {
        if try await worker.cycle() { continue }
        pause = Self.longestSleep
      } catch {
        if Task.isCancelled { return }
        logger.error(
          "notifications cannot be read from the store",
          metadata: ["sink": "\(worker.settings.name)", "reason": "\(error)"])
        pause = Self.storePause
      }
      guard !stopping.isSet else { return }
      await bell.wait(atMost: pause, surroundings.sleep)
    }
  }
}
