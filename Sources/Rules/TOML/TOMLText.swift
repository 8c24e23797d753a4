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
    var text = text
    let (findings, outline) = text.withUTF8 { bytes in
      let findings = TOMLGuard.check(bytes)
      return (findings, TOMLOutline(bytes, longTexts: findings.longTexts))
    }
    if let problem = findings.problem {
      throw RuleError(path: path, line: problem.line, message: "invalid TOML: \(problem.message)")
    }
    if let members = read(outline) { return members }
    return try readWhole(text, path: path)
  }

  /// Reads an outline; nil when it is not right, or has values that only the library can write.
  private static func read(_ outline: TOMLOutline) -> JSONObject? {
    guard let table = try? TOMLTable(string: outline.text) else { return nil }
    defer { table.clear() }
    return TOMLTree(outline).object(table)
  }

  private static func readWhole(_ text: String, path: String) throws(RuleError) -> JSONObject {
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
    do {
      return try JSONReader.read(table.convert(to: .json, options: options)).object ?? [:]
    } catch {
      throw RuleError(path: path, message: "a value cannot be used: \(error)")
    }
  }
}
