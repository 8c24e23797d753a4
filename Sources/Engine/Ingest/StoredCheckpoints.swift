import Inputs
import Storage

/// What inputs remember, from the store.
struct StoredCheckpoints: CheckpointReader {
  let store: Store

  func checkpoint(_ name: String) async throws -> String? {
    try await store.asyncRead { try $0.checkpoint(name) }
  }
}
