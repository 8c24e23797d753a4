public import Events

/// Matches events against a program. A matcher serves one thread.
public final class Matcher {
  private let program: Program
  private var event: UInt32 = 0
  private var decided: [UInt32]
  private var results: [Bool]
  private var visited: [UInt32]
  private let nested: [(path: String, matcher: Matcher, source: DocumentSource)]

  /// A matcher for a program.
  public init(program: Program) {
    self.program = program
    decided = Array(repeating: 0, count: program.predicates.count)
    results = Array(repeating: false, count: program.predicates.count)
    visited = Array(repeating: 0, count: program.queryCount)
    nested = program.nested.map { path, inner in
      (path, Matcher(program: inner), DocumentSource(catalog: inner.catalog, below: path))
    }
  }

  /// Appends the numbers of all queries that match the event a source is at, in ascending order.
  public func matches<Source: FieldSource>(_ source: Source, into found: inout [Int]) {
    beginEvent()
    let first = found.count
    for index in program.indexes {
      for value in source.values(of: index.field) {
        guard let number = index.table.find(value.bytes) else { continue }
        for query in index.queries[number] { evaluate(query, source, into: &found) }
      }
    }
    for query in program.always { evaluate(query, source, into: &found) }
    if found.count - first > 1 { found[first...].sort() }
  }

  /// Whether a query matches the event a source is at, whatever the index says.
  public func matches<Source: FieldSource>(query: Int, _ source: Source) -> Bool {
    beginEvent()
    return run(query, source)
  }

  private func beginEvent() {
    event &+= 1
    guard event == 0 else { return }
    // After four billion events the stamps start over.
    for index in decided.indices { decided[index] = 0 }
    for index in visited.indices { visited[index] = 0 }
    event = 1
  }

  @inline(__always)
  private func evaluate<Source: FieldSource>(_ query: Int, _ source: Source, into found: inout [Int]) {
    guard visited[query] != event else { return }
    visited[query] = event
    if run(query, source) { found.append(query) }
  }

  @inline(__always)
  private func run<Source: FieldSource>(_ query: Int, _ source: Source) -> Bool {
    var next = program.starts[query]
    while next >= 0 {
      let step = program.steps[Int(next)]
      next = decide(Int(step.predicate), source) ? step.onTrue : step.onFalse
    }
    return next == Program.accept
  }

  @inline(__always)
  private func decide<Source: FieldSource>(_ predicate: Int, _ source: Source) -> Bool {
    if decided[predicate] == event { return results[predicate] }
    let result = compute(program.predicates[predicate], source)
    decided[predicate] = event
    results[predicate] = result
    return result
  }

  private func compute<Source: FieldSource>(_ predicate: Predicate, _ source: Source) -> Bool {
    switch predicate.operation {
    case .nested(let number): matchesNested(number, source)
    case .anyField(let test): AnyFieldMatcher.matches(test, source.document(), types: program.catalog.fieldTypes)
    default: predicate.passes(source.values(of: predicate.field))
    }
  }

  /// Whether the inner expression matches one of the objects at the path, each taken alone.
  private func matchesNested(_ number: Int, _ source: some FieldSource) -> Bool {
    let (path, matcher, inner) = nested[number]
    return NestedObjects.find(source.document(), path).contains { object in
      inner.move(to: object)
      return matcher.matches(query: 0, inner)
    }
  }
}
