/// Which values of a record are wanted: a tree of keys, each with the number of the slot that takes its value.
public struct SlotPlan: Sendable {
  /// One wanted key of an object.
  struct Entry: Sendable {
    let key: [UInt8]
    var slot: Int?
    var child: Int?
  }

  /// The wanted keys of one object.
  struct Node: Sendable {
    var entries: [Entry] = []
  }

  private(set) var nodes: [Node] = [Node()]
  /// How many slots a scan fills.
  public let slotCount: Int

  /// A plan for a list of paths, each given as its keys; the slot of a path is its place in the list.
  public init(paths: [[String]]) {
    slotCount = paths.count
    for (slot, path) in paths.enumerated() {
      add(path[...], slot: slot, to: 0)
    }
  }

  private mutating func add(_ path: ArraySlice<String>, slot: Int, to node: Int) {
    guard let first = path.first else { return }
    let key = Array(first.utf8)
    let entry = nodes[node].entries.firstIndex { $0.key == key } ?? nodes[node].entries.count
    if entry == nodes[node].entries.count { nodes[node].entries.append(Entry(key: key)) }
    guard path.count > 1 else {
      nodes[node].entries[entry].slot = slot
      return
    }
    let child = nodes[node].entries[entry].child ?? nodes.count
    if child == nodes.count { nodes.append(Node()) }
    nodes[node].entries[entry].child = child
    add(path.dropFirst(), slot: slot, to: child)
  }

  /// The slots of all values below a node.
  func slots(below node: Int) -> [Int] {
    nodes[node].entries.flatMap { entry in
      (entry.slot.map { [$0] } ?? []) + (entry.child.map { slots(below: $0) } ?? [])
    }
  }
}
