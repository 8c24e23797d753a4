public import Events

/// Tables that ES|QL queries take values from: enrich policies and lookup indices, by name.
public struct LookupTables: Sendable {
  /// The rows of each table.
  public var tables: [String: [JSONObject]]

  /// Tables by name.
  public init(_ tables: [String: [JSONObject]] = [:]) {
    self.tables = tables
  }
}
