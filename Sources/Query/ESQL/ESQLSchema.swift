/// The columns at one place of a query.
struct ESQLSchema {
  struct Column {
    let name: String
    /// The place of its value in a row.
    let slot: Int
    let type: ESQLType
  }

  /// Which fields of the source can still be named, besides the columns.
  struct Open {
    /// A field must fit one pattern of each list.
    var kept: [[Wildcard]] = []
    var dropped: [Wildcard] = []

    func allows(_ name: String) -> Bool {
      kept.allSatisfy { layer in layer.contains { $0.matches(name, ignoresCase: false) } }
        && !dropped.contains { $0.matches(name, ignoresCase: false) }
    }
  }

  private(set) var columns: [Column] = []
  /// nil when only the columns are left.
  var open: Open?

  init(open: Open?) {
    self.open = open
  }

  func find(_ name: String) -> Column? { columns.last { $0.name == name } }

  /// Adds a column behind the others; one of the same name goes.
  mutating func define(_ name: String, slot: Int, type: ESQLType) {
    columns.removeAll { $0.name == name }
    columns.append(Column(name: name, slot: slot, type: type))
  }

  /// Gives a column another value at its place, or adds it.
  mutating func replace(_ name: String, slot: Int, type: ESQLType) {
    guard let place = columns.lastIndex(where: { $0.name == name }) else {
      return define(name, slot: slot, type: type)
    }
    columns[place] = Column(name: name, slot: slot, type: type)
  }

  mutating func remove(where condition: (Column) -> Bool) { columns.removeAll(where: condition) }

  /// Puts another name in the place of a column's.
  mutating func rename(_ name: String, to new: String) {
    guard let place = columns.lastIndex(where: { $0.name == name }) else { return }
    let column = columns[place]
    columns[place] = Column(name: new, slot: column.slot, type: column.type)
    columns = columns.enumerated().filter { $0.offset == place || $0.element.name != new }.map(\.element)
  }
}
