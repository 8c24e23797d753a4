import Events
public import Foundation
import GRDB
import Synchronization

/// Everything that outlives the program: events, alerts, what rules remember, deliveries, the audit log.
///
/// One file, `nightjar.sqlite`, in the data folder, in SQLite's write-ahead mode (https://www.sqlite.org/wal.html): one
/// writer and any number of readers, also of other processes, each of which sees one snapshot. A transaction is on the
/// disk when `write` returns: `synchronous` is FULL, so it survives a loss of power.
public final class Store: Sendable {
  /// The name of the file in the data folder.
  public static let fileName = "nightjar.sqlite"

  /// The data folder.
  public let folder: URL
  let options: Options
  let pool: DatabasePool
  let lock: FolderLock
  private let writing: WritingState
  private let alertFacts: AlertFactsCache?
  private let eventDigests = EventDigestCache()
  private let healthState = Mutex(StoreHealth())

  /// Opens the store in a folder, and makes both when they are missing.
  ///
  /// - Parameters:
  ///   - folder: The data folder.
  ///   - options: How the store works.
  /// - Throws: `StoreError`.
  public init(folder: URL, options: Options = Options()) throws {
    self.folder = folder
    self.options = options
    writing = try WritingState(folder: folder)
    alertFacts = options.keepsAlertFacts ? AlertFactsCache() : nil
    (lock, pool) = try Self.open(folder, options)
  }

  /// A store that nobody uses any more was left in order: nothing is written without one.
  deinit { lock.release() }

  /// Whether the store takes what it is given.
  public var health: StoreHealth { healthState.withLock { $0 } }

  /// Reads one snapshot: nothing that is written meanwhile is seen. The reader must not leave the closure, and the closure must
  /// not use the store itself: GRDB stops the program for that.
  ///
  /// - Parameter body: What is read.
  /// - Returns: What the closure returns.
  /// - Throws: What the closure throws; `StoreError` for failures of the store.
  public func read<T>(_ body: (StoreReader) throws -> T) throws -> T {
    do {
      return try pool.read {
        try body(StoreReader($0, options, alertFacts: alertFacts, eventDigests: eventDigests))
      }
    } catch {
      throw StoreError.translated(error)
    }
  }

  /// Runs one transaction: all of it is stored, or, when the closure throws, nothing. The writer must not leave the
  /// closure, and the closure must not use the store itself: GRDB stops the program for that.
  ///
  /// - Parameter body: What is written.
  /// - Returns: What the closure returns.
  /// - Throws: What the closure throws; `StoreError` for failures of the store.
  public func write<T>(_ body: (StoreWriter) throws -> T) throws -> T {
    var isFailureOfBody = false
    do {
      let result = try pool.writeWithoutTransaction { database in
        try database.inImmediateTransaction(writing, options) { writer in
          do {
            return try body(writer)
          } catch {
            isFailureOfBody = !(error is DatabaseError || error is StoreError)
            throw error
          }
        }
      }
      succeeded()
      return result
    } catch {
      let translated = StoreError.translated(error)
      if !isFailureOfBody { failed(translated) }
      throw translated
    }
  }

  /// Reads one snapshot without blocking the caller's thread.
  ///
  /// - Parameter body: What is read.
  /// - Returns: What the closure returns.
  /// - Throws: What the closure throws; `StoreError` for failures of the store.
  public func asyncRead<T: Sendable>(_ body: @escaping @Sendable (StoreReader) throws -> T) async throws -> T
  {
    try await Self.offThread { try self.read(body) }
  }

  /// Runs one transaction without blocking the caller's thread.
  ///
  /// - Parameter body: What is written.
  /// - Returns: What the closure returns.
  /// - Throws: What the closure throws; `StoreError` for failures of the store.
  public func asyncWrite<T: Sendable>(
    _ body: @escaping @Sendable (StoreWriter) throws -> T
  ) async throws -> T {
    try await Self.offThread { try self.write(body) }
  }

  private static func offThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
    }
  }

  /// Reads the columns of alerts into memory, where they are kept, so that the first who asks does not wait for it.
  ///
  /// - Throws: `StoreError`.
  public func warmUp() throws {
    guard let alertFacts else { return }
    _ = try read { try alertFacts.facts($0) }
  }

  // MARK: Health

  private func succeeded() {
    let now = options.now()
    healthState.withLock { $0 = StoreHealth(failure: nil, failedAt: nil, lastSuccess: now, failures: 0) }
  }

  /// A refused request says nothing about the store.
  private func failed(_ error: any Error) {
    let failure = error as? StoreError ?? StoreError(.other, "\(type(of: error))")
    guard failure.kind != .refused else { return }
    let now = options.now()
    healthState.withLock { health in
      health.failure = failure
      health.failedAt = now
      health.failures += 1
    }
  }
}
