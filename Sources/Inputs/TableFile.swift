public import Events
import Foundation
public import OrderedCollections

/// Reads small tables: CSV with a header, NDJSON, or a JSON list of objects.
public enum TableFile {
  /// A table may have this many bytes.
  public static let maximumBytes = 256 << 20

  /// The rows of a table.
  ///
  /// - Throws: `TableFileError` with file and line.
  public static func read(_ path: String) throws(TableFileError) -> [JSONObject] {
    let bytes: [UInt8]
    do {
      let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
      guard size <= maximumBytes else {
        throw TableFileError(path: path, message: "has \(size) bytes; a table may have \(maximumBytes)")
      }
      bytes = Array(try Data(contentsOf: URL(filePath: path)))
    } catch let error as TableFileError {
      throw error
    } catch {
      throw TableFileError(path: path, message: "cannot be read: \(error.localizedDescription)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw TableFileError(path: path, message: "is not UTF-8")
    }
    let first = text.unicodeScalars.first { !$0.properties.isWhitespace }
    if first == "[" { return try list(bytes, path) }
    return first == "{" ? try lines(text, path) : try csv(text, path)
  }

  private static func list(_ bytes: [UInt8], _ path: String) throws(TableFileError) -> [JSONObject] {
    do {
      return try JSONReader.read(bytes).array?.compactMap(\.object) ?? []
    } catch {
      throw TableFileError(path: path, message: "\(error)")
    }
  }

  private static func lines(_ text: String, _ path: String) throws(TableFileError) -> [JSONObject] {
    var rows: [JSONObject] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where line.contains(where: { !$0.isWhitespace }) {
      guard let object = (try? JSONReader.read(Array(line.utf8)))?.object else {
        throw TableFileError(path: path, line: number + 1, message: "is no JSON object")
      }
      rows.append(object)
    }
    return rows
  }

  private static func csv(_ text: String, _ path: String) throws(TableFileError) -> [JSONObject] {
    let records = try CSVReader.records(text, path: path)
    guard let header = records.first?.fields else { return [] }
    var rows: [JSONObject] = []
    for record in records.dropFirst() {
      guard record.fields.count == header.count else {
        throw TableFileError(
          path: path, line: record.line,
          message: "has \(record.fields.count) fields; the header has \(header.count)")
      }
      rows.append(
        JSONObject(
          zip(header, record.fields).filter { !$0.1.isEmpty }.map { ($0, .string($1)) },
          uniquingKeysWith: { first, _ in first }))
    }
    return rows
  }
}
