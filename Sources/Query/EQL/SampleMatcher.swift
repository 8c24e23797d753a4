import OrderedCollections

/// Finds samples: for one key one event of each step, in any order, no event twice.
///
/// Source: Elasticsearch reference, "EQL syntax reference", section "Samples": one sample for each key.
public struct SampleMatcher: Sendable {
  /// So many events of a step and key are considered.
  private static let maximumCandidates = 64
  /// So many keys are kept; later ones are given up.
  public static let maximumKeys = 200_000

  private let count: Int
  private var candidates: OrderedDictionary<[String?], [[Int]]> = [:]

  /// How many events were not considered because there were too many keys.
  public private(set) var abandonedEvents = 0

  /// A matcher for a number of steps.
  public init(steps count: Int) {
    self.count = count
  }

  /// Offers an event.
  public mutating func offer(_ event: SequenceMatcher.Event) {
    for step in 0..<count where event.steps[step] {
      for key in event.keys[step] {
        guard candidates[key] != nil || candidates.count < Self.maximumKeys else {
          abandonedEvents += 1
          continue
        }
        var lists = candidates[key] ?? Array(repeating: [], count: count)
        if lists[step].count < Self.maximumCandidates { lists[step].append(event.number) }
        candidates[key] = lists
      }
    }
  }

  /// The samples, by the order in which their keys were first seen.
  public func matches() -> [SequenceMatcher.Match] {
    candidates.compactMap { key, lists in
      Self.assign(lists).map { SequenceMatcher.Match(events: $0, key: key) }
    }
  }

  /// Gives each step an event of its own, by augmenting paths; nil when that is impossible.
  private static func assign(_ lists: [[Int]]) -> [Int]? {
    var owner: [Int: Int] = [:]
    for step in lists.indices {
      var visited: Set<Int> = []
      guard augment(step, lists, &owner, &visited) else { return nil }
    }
    var chosen: [Int?] = Array(repeating: nil, count: lists.count)
    for (event, step) in owner { chosen[step] = event }
    return chosen.compactMap(\.self)
  }

  private static func augment(
    _ step: Int, _ lists: [[Int]], _ owner: inout [Int: Int], _ visited: inout Set<Int>
  ) -> Bool {
    for event in lists[step] where visited.insert(event).inserted {
      guard let other = owner[event], !augment(other, lists, &owner, &visited) else {
        owner[event] = step
        return true
      }
    }
    return false
  }
}
