import CloudTrail
import Events
import OrderedCollections
import Query

/// The values of events that a plan of ES|QL begins with.
struct ESQLSources: Sendable {
  let plan: ESQLPlan
  /// What the slots of the sources are filled with.
  private let inputs: [(slot: Int, kind: Kind)]
  /// The fields to keep of each event, in the order of their values in rows.
  let fields: [String]

  /// What a slot is filled with. Reading it takes no reference counting.
  private enum Kind {
    /// The next of the kept fields.
    case field
    /// Whether a condition holds, by its step.
    case condition(Int)
    /// Metadata, by the place of the source.
    case metadata(Int)
  }

  init(_ plan: ESQLPlan) {
    self.plan = plan
    inputs = plan.sources.enumerated().map { place, source in
      switch source.source {
      case .field: (source.slot, .field)
      case .condition(let number): (source.slot, .condition(number + 1))
      case .metadata: (source.slot, .metadata(place))
      }
    }
    fields = plan.sources.compactMap { source in
      if case .field(let name) = source.source { name } else { nil }
    }
  }

  /// Whether documents are needed: to show them, or for `_source`.
  var needsDocuments: Bool {
    !plan.isAggregating || plan.sources.contains { $0.source == .metadata("_source") }
  }

  /// The row of an event, of which the steps from 1 on are the conditions that hold; the result names the event by a number.
  func row(_ row: Row, _ event: @autoclosure () -> HeldEvent, number: Int, mapper: ECSMapper) -> ESQLRow {
    var values = Array(repeating: Value.null, count: plan.slotCount)
    var field = 0
    for (slot, kind) in inputs {
      switch kind {
      case .field:
        values[slot] = Self.stored(row.values[field])
        field += 1
      case .condition(let step): values[slot] = .boolean(row.steps.contains(step))
      case .metadata(let place): values[slot] = metadata(plan.sources[place].source, event(), mapper)
      }
    }
    return ESQLRow(values: values, origins: [number])
  }

  private func metadata(_ source: ESQLPlan.Source, _ event: HeldEvent, _ mapper: ECSMapper) -> Value {
    guard case .metadata(let name) = source else { return .null }
    return switch name {
    case "_id": .text(event.identity.id)
    case "_index": event.identity.index.isEmpty ? .null : .text(event.identity.index)
    case "_version": .long(1)
    case "_source": .text(JSONWriter.text(.object(event.document(mapper))))
    default: .null
    }
  }

  /// Several texts of one field, as the index keeps them: in order, each once.
  private static func stored(_ value: Value) -> Value {
    guard case .list(let values) = value, case .text? = values.first else { return value }
    return Value(several: Set(values).sorted { ValueOrder.compare($0, $1) < 0 })
  }

  /// The columns of a row of the result.
  func columns(_ row: ESQLRow) -> JSONObject {
    var object: JSONObject = [:]
    for column in plan.columns where !row.values[column.slot].isNull {
      object[column.name] = row.values[column.slot].json
    }
    return object
  }
}
