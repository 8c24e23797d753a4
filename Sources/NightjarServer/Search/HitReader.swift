import Events
import OrderedCollections
import Query
import Storage

/// Reads the documents of a target that match a condition.
struct HitReader {
  let reader: StoreReader
  let target: SearchTarget
  let condition: Expression
  let types: FieldTypes

  /// The orders in which documents can be read without keeping them.
  enum Order {
    case arrival, timeAscending, timeDescending
  }

  init(_ reader: StoreReader, _ target: SearchTarget, _ condition: Expression, types: FieldTypes) {
    self.reader = reader
    self.target = target
    self.types = types
    self.condition =
      target.isAlerts
      ? condition.renamingField("_id", to: "kibana.alert.uuid")
      : .conjunction([target.condition, condition])
  }

  /// Hands out documents in an order; memory does not grow with their number.
  ///
  /// - Throws: `StoreError`, what the closure throws.
  func forEach(_ order: Order, _ body: (Hit) throws -> Bool) throws {
    if target.isAlerts { return try forEachAlert(order, body) }
    let storeOrder: EventSelection.Order =
      switch order {
      case .arrival: .arrival
      case .timeAscending: .timeAscending
      case .timeDescending: .timeDescending
      }
    try reader.search(condition, EventSelection(order: storeOrder, types: types)) { found in
      try body(
        Hit(
          index: found.event.index, id: found.event.id, seq: found.event.seq, time: found.event.time,
          document: found.document()))
    }
  }

  private func forEachAlert(_ order: Order, _ body: (Hit) throws -> Bool) throws {
    var search = alertSearch
    search.isDescending = order == .timeDescending
    try reader.forEachAlert(search) { alert in
      try body(
        Hit(
          index: IndexName.alerts, id: alert.row.uuid, seq: alert.row.seq, time: alert.row.created,
          document: alert.document))
    }
  }

  private var alertSearch: AlertSearch {
    AlertSearch(condition: condition, includesBuildingBlocks: true, includesExpected: false, types: types)
  }

  /// How many documents match.
  ///
  /// - Throws: `StoreError`.
  func count() throws -> Int {
    if target.isAlerts { return try reader.alertCount(alertSearch) }
    return try reader.count(condition, EventSelection(types: types))
  }
}

extension Expression {
  /// The expression with tests of one field asked of another.
  func renamingField(_ name: String, to new: String) -> Expression {
    switch self {
    case .and(let parts): .and(parts.map { $0.renamingField(name, to: new) })
    case .or(let parts): .or(parts.map { $0.renamingField(name, to: new) })
    case .not(let part): .not(part.renamingField(name, to: new))
    case .test(name, let test): .test(field: new, test)
    case .all, .none, .test, .anyField, .nested, .computed: self
    }
  }
}
