/// A cell that is being filled.
struct CoverageNode {
  private let name: AttackName
  private var rules: Set<CoverageRule> = []
  private var children: [String: CoverageNode] = [:]

  init(_ name: AttackName) {
    self.name = name
  }

  /// Adds a rule here and to what the path leads to.
  mutating func add(_ rule: CoverageRule, _ path: ArraySlice<AttackName>) {
    rules.insert(rule)
    guard let first = path.first else { return }
    children[first.id, default: CoverageNode(first)].add(rule, path.dropFirst())
  }

  /// The cell as it is.
  var cell: CoverageCell {
    CoverageCell(
      id: name.id, name: name.name, rules: rules.sorted(),
      cells: children.values.map(\.cell).sorted { $0.id < $1.id })
  }
}
