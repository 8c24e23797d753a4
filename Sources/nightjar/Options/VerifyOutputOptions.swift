import ArgumentParser
import CloudTrail
import Events

/// How the result of `verify` is printed.
struct VerifyOutputOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case ndjson
  }

  @Option(help: "table, json, or ndjson for the findings as alerts.")
  var output: Format = .table

  @Option(
    name: [.customShort("o"), .customLong("file")],
    help: ArgumentHelp("Write the result to a file.", valueName: "file"))
  var path: String?

  @Flag(help: "Replace the file when it exists.")
  var clobber = false

  @Flag(help: "Name every file with its state, not only those that are not valid.")
  var files = false

  @Flag(name: [.customShort("q"), .long], help: "Print no summary.")
  var quiet = false

  /// The file to write to.
  var file: OutputFile { OutputFile(path: path, clobber: clobber) }

  /// Prints a report.
  func print(_ report: IntegrityReport, now: Timestamp) throws {
    switch output {
    case .table:
      let lines = VerifyText.lines(report, naming: files)
      try file.write(Array(lines.map { $0 + "\n" }.joined().utf8))
    case .json:
      var writer = JSONWriter(indented: true)
      writer.write(VerifyJSON.value(report, naming: files))
      writer.writeNewline()
      try file.write(writer.bytes)
    case .ndjson:
      var writer = JSONWriter()
      for finding in IntegrityFinding.all(of: report) {
        writer.write(object: IntegrityAlert.document(finding, created: now))
        writer.writeNewline()
      }
      try file.write(writer.bytes)
    }
  }
}
