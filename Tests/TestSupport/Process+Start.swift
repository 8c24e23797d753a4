public import Foundation
import Synchronization

extension Process {
  private static let starting = Mutex(())

  /// Starts the process, one after the other: Foundation's `run` looks at all open files of the program, which is not safe
  /// while another thread starts a process too.
  ///
  /// - Throws: What `run` throws.
  public func start() throws {
    try Self.starting.withLock { _ in try run() }
  }
}
