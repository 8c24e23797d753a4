public import Events
import GRDB
public import Query

extension StoreReader {
  /// How often events match an expression, and how often it and others together, in one walk through the events.
  ///
  /// - Parameters:
  ///   - expression: What all events must match.
  ///   - others: What is counted among them.
  ///   - selection: Which events are looked at; its order and limit do not matter.
  /// - Returns: The occurrences of the expression itself, then those of each of the others.
  /// - Throws: `StoreError`.
  public func occurrences(
    of expression: Expression, with others: [Expression], _ selection: EventSelection
  ) throws -> [EventOccurrences] {
    let (condition, unlimited) = Self.whole(expression, selection)
    let sql = SelectionSQL(reader: self, selection: unlimited)
    let matching = EventMatching([condition] + others, types: selection.types, mapping: options.mapping)
    var found = Array(repeating: EventOccurrences(), count: others.count + 1)
    for partition in try partitions() where sql.canContain(partition) {
      let plan = try sql.tablePlan(partition)
      let translator = EventCondition(reader: self, partition: partition, types: selection.types)
      let parts = try others.map { try translator.approximation($0) }
      try walk(partition, plan.over, [plan.under] + parts.map(\.under), [.all] + parts.map(\.over), sql) {
        event, answers in
        guard let answers = try Self.decided(answers, event, matching) else { return }
        for (place, answer) in answers.enumerated() where answer { found[place].add(event.time) }
      }
    }
    return found
  }

  /// Which of the questions an event passes; nil when it does not pass the first. Columns have answered 0 for no, 2 for
  /// yes, and 1 where the event must be asked.
  private static func decided(
    _ answers: [Int], _ event: StoredEvent, _ matching: EventMatching
  ) throws -> [Bool]? {
    if answers.contains(1) { try matching.move(to: event) }
    guard answers[0] == 2 || matching.matches(0) else { return nil }
    return answers.enumerated().map { place, answer in
      place == 0 || answer == 2 || answer == 1 && matching.matches(place)
    }
  }

  private func walk(
    _ partition: Partition, _ clause: Clause, _ under: [Clause], _ over: [Clause], _ sql: SelectionSQL,
    _ body: (StoredEvent, [Int]) throws -> Void
  ) throws {
    var columns: [String] = []
    var arguments: [DatabaseValue] = []
    for (under, over) in zip(under, over) {
      let (least, most) = (under.condition ?? ("0", []), over.condition ?? ("0", []))
      columns.append("(\(least.text)) + (\(most.text))")
      arguments += least.arguments + most.arguments
    }
    let list = columns.joined(separator: ", ")
    let statement = try sql.statement(
      "\(EventStream.columns), 1, \(list)", arguments: arguments, partition, where: clause, isOrdered: false)
    guard let statement else { return }
    let stream = try EventStream(statement, partition, .arrival, self)
    let codec = try EventCodec()
    while let row = stream.head {
      let answers = columns.indices.map { row[7 + $0] as Int }
      _ = try stream.take(codec) { event, _ in try body(event, answers) }
    }
  }
}
