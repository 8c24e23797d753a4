import Events

/// The groups of STATS in the order in which they were met: their keys, each once, and the rows that belong to them.
struct ESQLGroups {
  /// A row of a group.
  private struct Member {
    let row: Int
    /// The next row of the group; -1 for the last one.
    var next = -1
  }

  /// The rows of a group, by the numbers of the first and the last member.
  private struct Ends {
    var first = -1
    var last = -1
  }

  /// How many values a key has.
  private let width: Int
  /// The values of the keys, one key after the other.
  private var values: [Value] = []
  private var hashes: [UInt64] = []
  private var numbers = NumberIndex()
  private var ends: [Ends] = []
  private var members: [Member] = []

  /// No groups.
  ///
  /// - Parameter width: How many values a key has.
  init(width: Int) {
    self.width = width
  }

  /// How many groups there are.
  var count: Int { ends.count }

  /// The key of a group.
  func key(_ group: Int) -> ArraySlice<Value> { values[group * width..<(group + 1) * width] }

  /// The group of a key; nil when there is none.
  func find(_ key: [Value]) -> Int? { find(key, Self.hash(key)) }

  /// The group of a key, which is made unless there are so many already; then nil.
  mutating func group(of key: [Value], atMost limit: Int) -> Int? {
    let hash = Self.hash(key)
    if let known = find(key, hash) { return known }
    guard count < limit else { return nil }
    numbers.insert(count, hash) { hashes[$0] }
    hashes.append(hash)
    values.append(contentsOf: key)
    ends.append(Ends())
    return count - 1
  }

  /// Adds a row to a group. Members of all groups are numbered together.
  mutating func add(row: Int, to group: Int) {
    let number = members.count
    members.append(Member(row: row))
    let last = ends[group].last
    if last >= 0 { members[last].next = number } else { ends[group].first = number }
    ends[group].last = number
  }

  /// Calls `body` with the number of each member of a group and its row, in order.
  func forEachMember(of group: Int, _ body: (_ member: Int, _ row: Int) -> Void) {
    var member = ends[group].first
    while member >= 0 {
      body(member, members[member].row)
      member = members[member].next
    }
  }

  private func find(_ key: [Value], _ hash: UInt64) -> Int? {
    numbers.find(hash) { hashes[$0] == hash && self.key($0).elementsEqual(key) }
  }

  private static func hash(_ key: [Value]) -> UInt64 {
    var hasher = Hasher()
    for value in key { hasher.combine(value) }
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }
}
