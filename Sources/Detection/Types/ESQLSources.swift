import CloudTrail
import Events
import OrderedCollections
import Query

/// The values of events that a plan of ES|QL begins with.
struct ESQLSources: Sendable {
  let plan: ESQLPlan
  /// The fields to keep of each event, in the order of their values in rows.
  let fields: [String]

  init(_ plan: ESQLPlan) {
    self.plan = plan
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
    for (slot, source) in plan.sources {
      switch source {
      case .field:
        values[slot] = Self.stored(row.values[field])
        field += 1
      case .condition(let place): values[slot] = .boolean(row.steps.contains(place + 1))
      case .metadata(let name): values[slot] = metadata(name, event(), mapper)
      }
    }
    return ESQLRow(values: values, origins: [number])
  }

  private func metadata(_ name: String, _ event: HeldEvent, _ mapper: ECSMapper) -> Value {
    switch name {
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
