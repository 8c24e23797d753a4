public import Events

/// Collects queries and compiles them together.
public struct ProgramBuilder {
  private struct Key: Hashable {
    let field: String
    let test: Test
  }

  private var catalog: FieldCatalog
  private var predicates: [Predicate] = []
  private var known: [Key: Int32] = [:]
  private var steps: [Program.Step] = []
  private var starts: [Int32] = []
  private var nested: [(path: String, program: Program)] = []
  private var anyField: [FieldNameTest] = []
  private var knownAnyField: [FieldNameTest: Int32] = [:]
  private var computed: [(test: ComputedTest, fields: [Int])] = []
  private var knownComputed: [ComputedTest: Int32] = [:]
  private var always: [Int] = []
  private var indexed: [String: [String: [Int]]] = [:]

  /// A builder without queries.
  public init(types: FieldTypes = .standard) {
    catalog = FieldCatalog(types: types)
  }

  /// Adds a query.
  ///
  /// - Parameters:
  ///   - expression: The query.
  ///   - onRequest: Whether the query is only evaluated when it is asked for by its number.
  /// - Returns: Its number: queries are numbered from 0.
  public mutating func add(_ expression: Expression, onRequest: Bool = false) -> Int {
    let query = starts.count
    starts.append(compile(expression, onTrue: Program.accept, onFalse: Program.reject))
    if onRequest { return query }
    if let (field, values) = NecessaryValues(expression, types: catalog.fieldTypes).discriminator {
      for value in values { indexed[field, default: [:]][value, default: []].append(query) }
    } else {
      always.append(query)
    }
    return query
  }

  /// The number of a field that is read beside the queries, such as a key of a sequence.
  public mutating func field(_ path: String) -> Int {
    catalog.number(of: path)
  }

  /// The program of all queries that were added.
  public mutating func build() -> Program {
    let indexes = indexed.sorted { $0.key < $1.key }.map { field, queries in
      let entries = queries.sorted { $0.key < $1.key }
      return Program.Index(
        field: catalog.number(of: field),
        table: ByteTable(entries.enumerated().map { (Array($0.element.key.utf8), $0.offset) }),
        queries: entries.map(\.value))
    }
    return Program(
      catalog: catalog, queryCount: starts.count, predicates: predicates, steps: steps, starts: starts,
      indexes: indexes, always: always, nested: nested, anyField: anyField,
      computed: computed)
  }

  // MARK: Jump code

  /// Appends the steps of an expression and returns where it starts. Steps are made from the end to the beginning, so
  /// that the targets of jumps are known.
  private mutating func compile(_ expression: Expression, onTrue: Int32, onFalse: Int32) -> Int32 {
    switch expression {
    case .all: return onTrue
    case .none: return onFalse
    case .not(let part): return compile(part, onTrue: onFalse, onFalse: onTrue)
    case .and(let parts):
      return conjuncts(parts).reversed().reduce(onTrue) { next, element in
        compile(element.part, onTrue: next, onFalse: onFalse)
      }
    case .or(let parts):
      return disjuncts(parts).reversed().reduce(onFalse) { next, element in
        compile(element.part, onTrue: onTrue, onFalse: next)
      }
    case .test(let field, let test):
      return step(predicate(field, test), onTrue, onFalse)
    case .anyField(let test):
      return step(predicate(test), onTrue, onFalse)
    case .computed(let test):
      return step(predicate(test), onTrue, onFalse)
    case .nested(let path, let inner):
      var builder = ProgramBuilder(types: catalog.fieldTypes)
      _ = builder.add(inner)
      nested.append((path, builder.build()))
      return step(append(Predicate(document: .nested(nested.count - 1))), onTrue, onFalse)
    }
  }

  private mutating func step(_ predicate: Int32, _ onTrue: Int32, _ onFalse: Int32) -> Int32 {
    steps.append(Program.Step(predicate: predicate, onTrue: onTrue, onFalse: onFalse))
    return Int32(steps.count - 1)
  }

  private mutating func append(_ predicate: Predicate) -> Int32 {
    predicates.append(predicate)
    return Int32(predicates.count - 1)
  }

  private mutating func predicate(_ test: FieldNameTest) -> Int32 {
    if let number = knownAnyField[test] { return number }
    anyField.append(test)
    let predicate = append(Predicate(document: .anyField(anyField.count - 1)))
    knownAnyField[test] = predicate
    return predicate
  }

  private mutating func predicate(_ test: ComputedTest) -> Int32 {
    if let number = knownComputed[test] { return number }
    computed.append((test, test.fields.map { catalog.number(of: $0) }))
    let predicate = append(Predicate(document: .computed(computed.count - 1)))
    knownComputed[test] = predicate
    return predicate
  }

  private mutating func predicate(_ field: String, _ test: Test) -> Int32 {
    let key = Key(field: field, test: test)
    if let number = known[key] { return number }
    let number = catalog.number(of: field)
    let predicate = append(Predicate(test, field: number, entry: catalog.entries[number]))
    known[key] = predicate
    return predicate
  }

  /// The parts in the order in which they are expected to decide most cheaply; the order changes no result, since tests have
  /// no effects.
  ///
  /// - Parameters:
  ///   - parts: The parts.
  ///   - decides: How likely a part decides the whole: by failing in a conjunction, by passing in a disjunction.
  /// - Returns: The parts with their estimates.
  private mutating func ordered(
    _ parts: [Expression], by decides: (TestEstimate) -> Double
  ) -> [(part: Expression, estimate: TestEstimate)] {
    var weighed: [(weight: Double, part: Expression, estimate: TestEstimate)] = []
    for part in parts {
      let estimate = estimate(part)
      weighed.append((estimate.cost / max(decides(estimate), 0.001), part, estimate))
    }
    return weighed.enumerated()
      .sorted { ($0.element.weight, $0.offset) < ($1.element.weight, $1.offset) }
      .map { ($0.element.part, $0.element.estimate) }
  }

  private mutating func conjuncts(_ parts: [Expression]) -> [(part: Expression, estimate: TestEstimate)] {
    ordered(parts) { 1 - $0.likelihood }
  }

  private mutating func disjuncts(_ parts: [Expression]) -> [(part: Expression, estimate: TestEstimate)] {
    ordered(parts) { $0.likelihood }
  }

  private mutating func estimate(_ expression: Expression) -> TestEstimate {
    switch expression {
    case .all: return TestEstimate(cost: 0, likelihood: 1)
    case .none: return TestEstimate(cost: 0, likelihood: 0)
    case .not(let part): return estimate(part).inverted
    case .and(let parts): return .all(conjuncts(parts).map(\.estimate))
    case .or(let parts):
      return TestEstimate.all(disjuncts(parts).map(\.estimate.inverted)).inverted
    case .test(let field, let test): return predicates[Int(predicate(field, test))].estimate
    case .computed: return TestEstimate(cost: 100, likelihood: 0.5)
    case .anyField, .nested: return TestEstimate(cost: 1000, likelihood: 0.5)
    }
  }
}
