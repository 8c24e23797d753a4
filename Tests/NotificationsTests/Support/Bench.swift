import Events
import Foundation
import Logging
import OrderedCollections
import Storage
import Synchronization
import TestSupport

@testable import Notifications

/// A store, sinks and a worker with a clock that only tests move.
final class Bench {
  private final class Clock: Sendable {
    let time = Mutex(Timestamp("2026-10-14T12:00:00Z") ?? Timestamp(nanoseconds: 0))
  }

  let folder: TemporaryFolder
  let store: Store
  let settings: NotificationSettings
  let intake: NotificationIntake
  let worker: NotificationWorker
  private let clock = Clock()

  /// A bench with sinks of these tables. Pauses are their longest.
  init(
    _ sinks: [JSON], variables: [String: String] = [:], folder: TemporaryFolder? = nil, random: Double = 1,
    surroundings: SinkSurroundings? = nil
  ) throws {
    self.folder = try folder ?? TemporaryFolder()
    let clock = clock
    let now: @Sendable () -> Timestamp = { clock.time.withLock { $0 } }
    store = try Store(folder: self.folder.url.appending(path: "data"), options: Store.Options(now: now))
    settings = try NotificationSettings(sinks: sinks)
    intake = NotificationIntake(settings)
    worker = NotificationWorker(
      settings: settings, store: store,
      sinks: surroundings
        ?? SinkSurroundings(version: "1.0", variables: variables, hostname: "host", now: now),
      surroundings: WorkerSurroundings(random: { random }),
      logger: Logger(label: "test") { _ in
        SwiftLogNoOpLogHandler()
      })
  }

  /// A sink that appends to a file, with further keys.
  static func file(_ folder: TemporaryFolder, _ extra: JSONObject = [:]) -> JSON {
    var table: JSONObject = [
      "name": "log", "kind": "file", "path": .string(folder.url.appending(path: "out.ndjson").path),
    ]
    table.merge(extra) { $1 }
    return .object(table)
  }

  func advance(_ duration: Duration) {
    clock.time.withLock { $0 = $0.adding(duration) }
  }

  func setTime(_ text: String) {
    if let time = Timestamp(text) { clock.time.withLock { $0 = time } }
  }

  @discardableResult
  func offer(_ alert: JSONObject) throws -> [String: NotificationIntake.Outcome] {
    try store.write { try intake.offer(alert, to: $0) }
  }

  /// Sends until nothing is due.
  func drain() async throws {
    for _ in 0..<1000 where try await worker.runOnce() {}
  }

  /// What the sink `log` wrote.
  func written() throws -> [JSON] {
    let file = folder.url.appending(path: "out.ndjson")
    guard FileManager.default.fileExists(atPath: file.path) else { return [] }
    let text = String(decoding: try SharedData.bytes(file), as: UTF8.self)
    return try text.split(separator: "\n").map { try JSONReader.read(String($0)) }
  }

  func deliveries(_ state: Delivery.State? = nil) throws -> [Delivery] {
    try store.read { try $0.deliveries(state: state, limit: 10_000) }
  }
}
