import Events
import OrderedCollections
import Synchronization

/// The `user_agent.*` fields of the agents that were seen before. Few programs make most of the requests, so most
/// agents need not be taken apart again.
final class UserAgentFields: Sendable {
  private let known = Mutex<[String: JSON]>([:])

  /// So many agents are kept, and none that is longer than so many bytes.
  private static let limits = (count: 1024, length: 512)

  /// The fields of an agent.
  func fields(of agent: String) -> JSON {
    known.withLock { known in
      if let fields = known[agent] { return fields }
      let fields = JSON.object(UserAgent(agent).fields(original: agent))
      guard agent.utf8.count <= Self.limits.length else { return fields }
      if known.count == Self.limits.count { known.removeAll(keepingCapacity: true) }
      known[agent] = fields
      return fields
    }
  }
}
