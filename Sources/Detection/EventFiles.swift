/// Which files events were read from, by the identifiers of the events and the numbers of the files.
public struct EventFiles: Sendable {
  private var numbers: [String: Set<Int>] = [:]

  /// Nothing.
  public init() {}

  /// Notes that an event stands in a file.
  mutating func note(_ event: String, file: Int) { numbers[event, default: []].insert(file) }

  /// Takes in what was noted elsewhere about the same list of files.
  mutating func add(_ other: EventFiles) { numbers.merge(other.numbers) { $0.union($1) } }

  /// The files that any of some events stand in.
  public func files(of events: some Sequence<String>) -> Set<Int> {
    events.reduce(into: []) { $0.formUnion(numbers[$1] ?? []) }
  }
}
