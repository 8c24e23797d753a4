import Events
import OrderedCollections
import TOMLKit

/// Reads TOML into the same tree as JSON.
enum TOMLText {
  /// Numbers are written as JSON has them, whatever form they had.
  private static var options: FormatOptions {
    [.quoteDateAndTimes, .quoteInfinitesAndNaNs, .allowUnicodeStrings]
  }

  /// Reads a TOML document.
  ///
  /// - Throws: `RuleError` with the line.
  static func read(_ text: String, path: String) throws(RuleError) -> JSONObject {
    if let problem = TOMLGuard.problem(in: text) {
      throw RuleError(path: path, line: problem.line, message: "invalid TOML: \(problem.message)")
    }
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw RuleError(
        path: path, line: error.source.begin.line, message: "invalid TOML: \(error.description)")
    } catch {
      throw RuleError(path: path, message: "invalid TOML: \(error)")
    }
    // The library does not release its tables by itself.
    defer { table.clear() }
    if let members = TOMLTree.object(table, of: text) { return members }
    do {
      return try JSONReader.read(table.convert(to: .json, options: options)).object ?? [:]
    } catch {
      throw RuleError(path: path, message: "a value cannot be used: \(error)")
    }
  }
}
