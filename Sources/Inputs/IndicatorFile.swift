public import Events
public import OrderedCollections

/// Reads threat indicators: ECS documents as NDJSON (also hits with `_source`), CSV with ECS field names, or STIX 2.1 bundles.
public enum IndicatorFile {
  /// One indicator.
  public struct Entry: Sendable {
    /// The `_id`.
    public let id: String
    /// The `_index`; empty when it came without.
    public let index: String
    /// The document.
    public let document: JSONObject
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - now: The time that indicators without one get; STIX indicators that are revoked or no longer valid are left out.
  /// - Returns: The indicators.
  /// - Throws: `TableFileError` with file and line.
  public static func read(_ path: String, now: Timestamp) throws(TableFileError) -> [Entry] {
    let rows = try TableFile.read(path)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    if rows.count == 1, let row = rows.first, row["type"] == "bundle" {
      return STIXBundle.indicators(row, now: now).enumerated().map { index, document in
        entry(document, "\(name)#\(index)", now)
      }
    }
    return rows.enumerated().map { entry($0.element, "\(name)#\($0.offset)", now) }
  }

  /// The fields that Elastic's indicator match rules ask indicators for are filled in where they are missing.
  private static func entry(_ row: JSONObject, _ fallback: String, _ now: Timestamp) -> Entry {
    var document: JSONObject = [:]
    for (key, value) in row["_source"]?.object ?? row where !key.hasPrefix("_") {
      document.set(key, to: value)
    }
    let defaults: [(String, JSON)] = [
      ("@timestamp", .string(now.description)), ("event.module", "threatintel"),
      ("event.category", ["threat"]),
      ("event.kind", "enrichment"), ("event.type", ["indicator"]),
    ]
    for (field, value) in defaults where document[path: field] == nil { document.set(field, to: value) }
    return Entry(id: row["_id"]?.string ?? fallback, index: row["_index"]?.string ?? "", document: document)
  }
}
