import AsyncHTTPClient
import Events
import Logging
import NIOCore
import NIOHTTP1
import Synchronization

/// Calls a URL while everything works, so that somebody outside notices when it no longer does.
final class Heartbeat: Sendable {
  private let url: String
  private let interval: Int64
  private let clock: EngineClock
  private let log: Logger
  /// Whether everything works.
  private let isHealthy: @Sendable () -> Bool
  private let lastFailure = Mutex<String?>(nil)

  init(
    url: String, interval: Int64, clock: EngineClock, log: Logger, isHealthy: @escaping @Sendable () -> Bool
  ) {
    self.url = url
    self.interval = interval
    self.clock = clock
    self.log = log
    self.isHealthy = isHealthy
  }

  /// Why the last call failed; nil when it did not.
  var failure: String? { lastFailure.withLock { $0 } }

  /// Calls again and again until the task is cancelled.
  func run() async {
    while !Task.isCancelled {
      if isHealthy() { await beat() }
      await clock.sleep(Timestamp(nanoseconds: clock.now().nanoseconds &+ interval))
    }
  }

  private func beat() async {
    do {
      let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: url), timeout: .seconds(10))
      let code = response.status.code
      lastFailure.withLock { $0 = (200..<300).contains(code) ? nil : "the answer was \(code)" }
    } catch {
      lastFailure.withLock { $0 = "\(error)" }
      log.warning("the heartbeat could not be sent", metadata: ["error": "\(error)"])
    }
  }
}
