import Events
import Foundation
import GRDB
import OrderedCollections

/// Reads the documents of alerts.
final class AlertDocuments {
  /// So many descriptions of rules are kept.
  private static let maximumRules = 500

  private let reader: StoreReader
  private let codec: EventCodec
  private var rules: [Int64: JSON] = [:]

  init(_ reader: StoreReader) throws {
    self.reader = reader
    codec = try EventCodec()
  }

  /// An alert by its place in the order in which alerts were stored; nil when it is gone.
  func alert(seq: Int64) throws -> StoredAlert? {
    let row = try reader.row(
      "SELECT \(AlertRow.columns) FROM alerts WHERE seq = ?", [seq], AlertRow.init(row:))
    return try row.map { StoredAlert(row: $0, document: try document($0)) }
  }

  /// The document of an alert, as people see it; nil when it is gone.
  func shown(seq: Int64) throws -> JSONObject? { try alert(seq: seq)?.document }

  /// The document of an alert, as people see it.
  func document(_ alert: AlertRow) throws -> JSONObject {
    let sql = "SELECT rule, document FROM alert_documents WHERE seq = ?"
    let parts = try reader.row(sql, [alert.seq]) { row in
      (row[0] as Int64?, try self.unpack(row[1]))
    }
    guard let (rule, rest) = parts else {
      throw StoreError(.corrupt, "the document of alert \(alert.uuid) is missing")
    }
    return alert.shown(try AlertPacking.join(shared(rule), rest.object ?? [:]))
  }

  private func shared(_ rule: Int64?) throws -> JSON {
    guard let rule else { return .array([]) }
    if let known = rules[rule] { return known }
    let fields = try reader.row("SELECT fields FROM alert_rules WHERE id = ?", [rule]) {
      try self.unpack($0[0])
    }
    guard let fields else { throw StoreError(.corrupt, "the rule fields \(rule) of an alert are missing") }
    if rules.count >= Self.maximumRules { rules.removeAll() }
    rules[rule] = fields
    return fields
  }

  private func unpack(_ frame: Data) throws -> JSON {
    try frame.withUnsafeBytes { frame in
      do {
        return try JSONReader.read(try codec.unpack(frame).text)
      } catch let error as JSONError {
        throw StoreError(.corrupt, "the document of an alert is no JSON: \(error)")
      }
    }
  }
}
