import Engine
import Foundation
import Logging
import Rules
import Storage

extension ServerServices {
  /// Runs work that blocks on a thread of its own, and gives errors of the engine the form of the API.
  ///
  /// - Throws: `APIFailure`, `StoreError`.
  func blocking<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    let result: Result<T, any Error> = await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: Result { try work() }) }
    }
    do {
      return try result.get()
    } catch {
      throw Self.translated(error)
    }
  }

  /// Prepares the store for pages, so that the first of them does not wait for it.
  func warmUp() async {
    do {
      try await blocking {
        try store.warmUp()
        try store.read { _ = try EventListReading.usual(now: now(), types: types).read($0, until: nil) }
      }
    } catch {
      logger.warning("alerts cannot be read into memory", metadata: ["error": "\(error)"])
    }
  }

  /// The failure that an error of the engine means; other errors are returned as they are.
  static func translated(_ error: any Error) -> any Error {
    switch error {
    case let refusal as RuleBook.Refusal:
      refusal.isMissing ? APIFailure.missing(refusal.description) : APIFailure.conflict(refusal.description)
    case let error as RuleError: APIFailure.bad(error.message)
    case let refusal as StorePreview.Refusal: APIFailure.bad(refusal.description)
    default: error
    }
  }
}
