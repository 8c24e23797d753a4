import ArgumentParser
import Detection
import Inputs

/// Tables that ES|QL queries look up.
struct TableOptions: ParsableArguments {
  @Option(
    name: .customLong("table"),
    help: ArgumentHelp(
      "A table for ENRICH and LOOKUP JOIN: a CSV or NDJSON file under a name; may be given several times.",
      valueName: "name=file"))
  var tables: [String] = []

  /// Reads the tables.
  func load() throws -> LookupTables {
    var result = LookupTables()
    for entry in tables {
      guard let equals = entry.firstIndex(of: "=") else {
        throw ValidationError("--table takes a name and a file, such as assets=assets.csv")
      }
      do {
        result.tables[String(entry[..<equals])] = try TableFile.read(
          String(entry[entry.index(after: equals)...]))
      } catch {
        Output.error("nightjar: \(error)\n")
        throw Exit.configuration
      }
    }
    return result
  }
}
