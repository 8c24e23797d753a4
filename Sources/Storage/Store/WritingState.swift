import Foundation
import GRDB

/// What transactions hand on to the next one: caches of what is stored, and compressors.
///
/// It is `@unchecked Sendable` since only the transaction that runs uses it, and the pool runs one at a time.
final class WritingState: @unchecked Sendable {
  /// The numbers of terms, all of them committed.
  let terms = TermTable()
  let codec: EventCodec
  private let folder: URL
  private var key: AuditKey?

  init(folder: URL) throws {
    self.folder = folder
    codec = try EventCodec()
  }

  /// The key that signs the audit log.
  func auditKey() throws -> AuditKey {
    if let key { return key }
    let new = try AuditKey(folder: folder)
    key = new
    return new
  }

  /// Forgets what a transaction that was undone may have noted.
  func forget() {
    terms.removeAll()
  }
}

extension Database {
  /// Runs a closure in a transaction that excludes other writers from its beginning.
  func inImmediateTransaction<T>(
    _ state: WritingState, _ options: Store.Options, _ body: (StoreWriter) throws -> T
  ) throws -> T {
    var result: Result<T, any Error>?
    do {
      try inTransaction(.immediate) {
        let writer = StoreWriter(self, options, state)
        let value = try body(writer)
        try writer.finish()
        result = .success(value)
        return .commit
      }
    } catch {
      state.forget()
      throw error
    }
    guard let result else { throw StoreError(.other, "a transaction ended without a result") }
    return try result.get()
  }
}
