/// What is kept for some of the rules of a set, found by the rule's place without hashing.
struct RuleTables<Table: Sendable>: Sendable {
  private var tables: [Table] = []
  /// The number of each rule's table; -1 for rules that have none.
  private var numbers: [Int] = []

  /// Nothing.
  init() {}

  /// The table of a rule; nil when it has none.
  subscript(rule: Int) -> Table? {
    has(rule) ? tables[numbers[rule]] : nil
  }

  /// The table of a rule, which is made when there is none.
  subscript(rule: Int, default make: @autoclosure () -> Table) -> Table {
    @inline(__always)
    get { self[rule] ?? make() }
    @inline(__always)
    _modify {
      if !has(rule) { add(make(), rule) }
      yield &tables[numbers[rule]]
    }
  }

  /// Whether a rule has a table.
  func has(_ rule: Int) -> Bool { rule < numbers.count && numbers[rule] >= 0 }

  /// The table of a rule that has one.
  subscript(existing rule: Int) -> Table {
    @inline(__always)
    get { tables[numbers[rule]] }
    @inline(__always)
    _modify { yield &tables[numbers[rule]] }
  }

  /// Adds the table of a rule that has none.
  mutating func add(_ table: Table, _ rule: Int) {
    if rule >= numbers.count { numbers += Array(repeating: -1, count: rule + 1 - numbers.count) }
    numbers[rule] = tables.count
    tables.append(table)
  }

  /// The rules that have a table.
  var rules: [Int] { numbers.indices.filter { numbers[$0] >= 0 } }

  /// The rules that have a table, with it.
  var entries: [(rule: Int, table: Table)] {
    numbers.enumerated().filter { $0.element >= 0 }.map { ($0.offset, tables[$0.element]) }
  }
}
