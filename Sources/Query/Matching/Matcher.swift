public import Events

/// Matches events against a program. A matcher serves one thread.
public final class Matcher {
  /// What the inner loop reads of a predicate, side by side.
  private struct Decision {
    /// The event it was last decided for, times two, plus one when it passed.
    var latest: UInt64 = 0
    /// Whether its results are remembered.
    let isRemembered: Bool
    /// How it is decided, where that is simple.
    let simple: SimplePredicate
  }

  private let program: Program
  /// For each predicate how it is decided.
  private let decisions: UnsafeMutableBufferPointer<Decision>
  /// For each query the event it was last evaluated for.
  private let visited: UnsafeMutableBufferPointer<UInt64>
  /// The number of the event, in a place of its own.
  private let event = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
  /// The program's steps and starts, laid out for the inner loop: reading them takes no reference counting.
  private let steps: UnsafeMutableBufferPointer<Program.Step>
  private let starts: UnsafeMutableBufferPointer<Int32>
  /// The queries that no value leads to, and the indexes of the others.
  private let always: UnsafeMutableBufferPointer<Int32>
  private let indexes: UnsafeMutableBufferPointer<FlatIndex>
  /// What searches in the texts of numbered values came to.
  private let remembered: RememberedResults
  /// The program's predicates; the program keeps them alive.
  private let predicates: UnsafeMutableBufferPointer<Unmanaged<Predicate>>
  private let nested: [(path: String, matcher: Matcher, source: DocumentSource)]
  private let anyField: [AnyFieldMatcher]

  /// A matcher for a program.
  public convenience init(program: Program) {
    self.init(program: program, below: "") { _ in false }
  }

  /// A matcher for the events of a source, which must be asked for no others. Tests of fields that are the same in all of
  /// them are decided once.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - source: The source.
  ///   - isWanted: Whether anything is asked of a query; the others match nothing.
  public convenience init(
    program: Program, for source: some FieldSource, isWanted: (Int) -> Bool = { _ in true }
  ) {
    let fixed = program.fixing({ source.fixedValues(of: $0) }, isWanted: isWanted)
    self.init(program: fixed, below: "") { source.numbersValues(of: $0) }
  }

  /// A matcher for objects at a path, whose fields the program names by their complete paths.
  private init(program: Program, below prefix: String, numbersValues: (Int) -> Bool) {
    self.program = program
    visited = .allocate(capacity: max(1, program.queryCount))
    visited.initialize(repeating: 0)
    event.initialize(to: 0)
    steps = .allocate(capacity: max(1, program.steps.count))
    _ = steps.initialize(from: program.steps)
    starts = .allocate(capacity: max(1, program.starts.count))
    _ = starts.initialize(from: program.starts)
    always = .allocate(capacity: program.always.count)
    _ = always.initialize(from: program.always.map { Int32($0) })
    indexes = .allocate(capacity: program.indexes.count)
    _ = indexes.initialize(from: program.indexes.map { FlatIndex($0) })
    let remembers = program.predicates.map { $0.field >= 0 && $0.isSearch && numbersValues($0.field) }
    remembered = RememberedResults(remembers)
    decisions = .allocate(capacity: program.predicates.count)
    _ = decisions.initialize(
      from: zip(program.predicates, remembers).map { predicate, isRemembered in
        Decision(isRemembered: isRemembered, simple: SimplePredicate(predicate))
      })
    predicates = .allocate(capacity: max(1, program.predicates.count))
    _ = predicates.initialize(from: program.predicates.map { Unmanaged.passUnretained($0) })
    nested = program.nested.map { path, inner in
      let relative = prefix.isEmpty ? path : String(path.dropFirst(prefix.count + 1))
      return (
        relative, Matcher(program: inner, below: path) { _ in false },
        DocumentSource(catalog: inner.catalog, below: path)
      )
    }
    anyField = program.anyField.map {
      AnyFieldMatcher($0, types: program.catalog.fieldTypes, below: prefix)
    }
  }

  deinit {
    visited.deallocate()
    event.deallocate()
    steps.deallocate()
    starts.deallocate()
    predicates.deallocate()
    always.deallocate()
    for index in indexes { index.deallocate() }
    indexes.deallocate()
    for decision in decisions { decision.simple.deallocate() }
    decisions.deallocate()
    remembered.deallocate()
  }

  /// Appends the numbers of all queries that match the event a source is at, in ascending order.
  public func matches<Source: FieldSource>(_ source: Source, into found: inout [Int]) {
    beginEvent()
    let first = found.count
    for index in indexes {
      for value in source.values(of: index.field) {
        for query in index.queries(value.bytes) { evaluate(Int(query), source, into: &found) }
      }
    }
    for query in always { evaluate(Int(query), source, into: &found) }
    if found.count - first > 1 { Self.sort(&found, from: first) }
  }

  /// Sorts the few numbers behind a place, without a copy.
  private static func sort(_ numbers: inout [Int], from first: Int) {
    numbers.withUnsafeMutableBufferPointer { numbers in
      for next in first + 1..<numbers.count {
        let number = numbers[next]
        var place = next
        while place > first, numbers[place - 1] > number {
          numbers[place] = numbers[place - 1]
          place -= 1
        }
        numbers[place] = number
      }
    }
  }

  /// Whether a query matches the event a source is at, whatever the index says.
  public func matches<Source: FieldSource>(query: Int, _ source: Source) -> Bool {
    beginEvent()
    return run(query, source)
  }

  private func beginEvent() {
    event.pointee += 1
  }

  @inline(__always)
  private func evaluate<Source: FieldSource>(_ query: Int, _ source: Source, into found: inout [Int]) {
    guard visited[query] != event.pointee else { return }
    visited[query] = event.pointee
    if run(query, source) { found.append(query) }
  }

  @inline(__always)
  private func run<Source: FieldSource>(_ query: Int, _ source: Source) -> Bool {
    var next = starts[query]
    while next >= 0 {
      let step = steps[Int(next)]
      next = decide(Int(step.predicate), source) ? step.onTrue : step.onFalse
    }
    return next == Program.accept
  }

  @inline(__always)
  private func decide<Source: FieldSource>(_ predicate: Int, _ source: Source) -> Bool {
    let known = decisions[predicate].latest
    if known >> 1 == event.pointee { return known & 1 == 1 }
    let result =
      decisions[predicate].isRemembered
      ? recall(predicate, source) : test(predicate, source)
    decisions[predicate].latest = event.pointee << 1 | (result ? 1 : 0)
    return result
  }

  /// The result of a test whose field has numbered values.
  @inline(__always)
  private func recall<Source: FieldSource>(_ predicate: Int, _ source: Source) -> Bool {
    guard let number = source.number(of: Int(decisions[predicate].simple.field)) else {
      return test(predicate, source)
    }
    if let known = remembered.result(predicate, number) { return known }
    let result = test(predicate, source)
    remembered.note(predicate, number, result)
    return result
  }

  @inline(__always)
  private func test<Source: FieldSource>(_ predicate: Int, _ source: Source) -> Bool {
    decisions[predicate].simple.isSimple
      ? decisions[predicate].simple.passes(source.values(of: Int(decisions[predicate].simple.field)))
      : predicates[predicate]._withUnsafeGuaranteedRef { compute($0, source) }
  }

  private func compute<Source: FieldSource>(_ predicate: Predicate, _ source: Source) -> Bool {
    switch predicate.operation {
    case .nested(let number): matchesNested(number, source)
    case .computed(let number): matchesComputed(number, source)
    case .anyField(let number): anyField[number].matches(source.document())
    default: predicate.passes(source.values(of: predicate.field))
    }
  }

  private func matchesComputed(_ number: Int, _ source: some FieldSource) -> Bool {
    let (test, fields) = program.computed[number]
    return test.passes(
      fields.map { program.value($0, source).all })
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
