/// What is kept for some of the rules of a set, found by the rule's place without hashing.
struct RuleTables<Table: Sendable>: Sendable {
  private var tables: [Table] = []
  /// The number of each rule's table; -1 for rules that have none.
  private var numbers: [Int] = []

  /// Nothing.
  init() {}

  /// The table of a rule; nil when it has none.
  subscript(rule: Int) -> Table? {
    rule < numbers.count && numbers[rule] >= 0 ? tables[numbers[rule]] : nil
  }

  /// The table of a rule, which is made when there is none.
  subscript(rule: Int, default make: @autoclosure () -> Table) -> Table {
    @inline(__always)
    get { self[rule] ?? make() }
    @inline(__always)
    _modify {
      if rule >= numbers.count || numbers[rule] < 0 { add(make(), rule) }
      yield &tables[numbers[rule]]
    }
  }

  private mutating func add(_ table: Table, _ rule: Int) {
    if rule >= numbers.count { numbers += Array(repeating: -1, count: rule + 1 - numbers.count) }
    numbers[rule] = tables.count
    tables.append(table)
  }

  /// The rules that have a table, with it.
  var entries: [(rule: Int, table: Table)] {
    numbers.enumerated().filter { $0.element >= 0 }.map { ($0.offset, tables[$0.element]) }
  }
}
