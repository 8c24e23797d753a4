import ArgumentParser
import Console
import Detection
import Events
import Foundation
import Rules

/// How alerts are printed.
struct ScanOutputOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case ndjson
    case csv
    case ocsf
    case html

    /// Whether programs read it: then nothing is left out.
    var isForMachines: Bool {
      switch self {
      case .json, .ndjson, .ocsf: true
      case .table, .csv, .html: false
      }
    }
  }

  @Option(help: "table, json, ndjson, csv, ocsf or html.")
  var output: Format = .table

  @Option(
    name: [.customShort("o"), .customLong("file")],
    help: ArgumentHelp("Write the alerts to a file.", valueName: "file"))
  var path: String?

  @Flag(help: "Replace the file when it exists.")
  var clobber = false

  @Flag(name: [.customShort("q"), .long], help: "Print no progress and no summary.")
  var quiet = false

  @Flag(help: "Use no colours; NO_COLOR in the environment does the same.")
  var noColor = false

  /// The file to write to.
  var file: OutputFile { OutputFile(path: path, clobber: clobber) }

  /// Prints alerts.
  func print(_ rows: [AlertRow], _ summary: ScanSummary) throws {
    switch output {
    case .table: try table(rows)
    case .json: try json(rows)
    case .ndjson: try lines(rows) { .object($0.document) }
    case .ocsf: try lines(rows) { OCSFDetectionFinding.finding($0.document, version: Nightjar.version) }
    case .csv: try file.stream { try AlertCSV.write(rows, to: $0) }
    case .html:
      try file.write(Array(HTMLReport(rows: rows, summary: summary, version: Nightjar.version).text.utf8))
    }
  }

  private func table(_ rows: [AlertRow]) throws {
    guard !rows.isEmpty else { return }
    let environment = ProcessInfo.processInfo.environment
    let terminal =
      path == nil
      ? Terminal.detect(descriptor: 1, environment: environment, noColor: noColor)
      : Terminal(isInteractive: false, colors: .none, width: 200)
    let lines = AlertTable(terminal: terminal).lines(rows)
    try file.write(Array((lines.joined(separator: "\n") + "\n").utf8))
  }

  private func json(_ rows: [AlertRow]) throws {
    try file.stream { sink in
      var writer = JSONWriter(indented: true)
      writer.write(.array(rows.map { .object($0.document) }))
      writer.writeNewline()
      try sink(writer.bytes)
    }
  }

  /// One alert a line, handed on in pieces.
  private func lines(_ rows: [AlertRow], _ value: (AlertRow) -> JSON) throws {
    try file.stream { sink in
      var writer = JSONWriter()
      for row in rows {
        writer.write(value(row))
        writer.writeNewline()
        guard writer.bytes.count > 1 << 18 else { continue }
        try sink(writer.bytes)
        writer.removeAll()
      }
      try sink(writer.bytes)
    }
  }
}
