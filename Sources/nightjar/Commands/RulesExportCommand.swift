import ArgumentParser
import Foundation
import Rules

struct RulesExportCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case ndjson
    case toml
  }

  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write rules as Kibana imports them (ndjson), or as rule files (toml, into a folder).",
    discussion: """
      EXAMPLES:
        nightjar rules export -o rules.ndjson
        nightjar rules export --no-builtin -r export.ndjson --output toml -o ./rules
      """)

  @OptionGroup var options: RuleOptions

  @Option(help: "ndjson or toml.")
  var output: Format = .ndjson

  @Option(
    name: [.customShort("o"), .customLong("file")],
    help: ArgumentHelp("The file, or for toml the folder.", valueName: "path"))
  var path: String?

  @Flag(help: "Replace files that exist.")
  var clobber = false

  @OptionGroup(title: "Server") var access: ServerAccessOptions

  func run() throws {
    if let client = try access.client() { return try ask(client) }
    let loaded = options.load()
    for problem in loaded.problems { Output.error("nightjar: \(problem)\n") }
    switch output {
    case .ndjson: try export(RuleWriter.ndjson(loaded.rules), to: path)
    case .toml: try exportTOML(loaded.rules)
    }
    if !loaded.problems.isEmpty { throw Exit.usage }
  }

  /// Exports the rules of a server, with their exceptions.
  private func ask(_ client: ServerClient) throws {
    guard output == .ndjson else { throw ValidationError("a server exports ndjson") }
    try AlertsChange.reporting {
      try export(try client.send("POST", ["api", "detection_engine", "rules", "_export"]), to: path)
    }
  }

  private func export(_ bytes: [UInt8], to path: String?) throws {
    let file = OutputFile(path: path, clobber: clobber)
    try file.check()
    try file.write(bytes)
  }

  private func exportTOML(_ rules: [Rule]) throws {
    guard let path else {
      throw ValidationError("--output toml writes a file for each rule: name a folder with -o")
    }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for rule in rules {
      try export(Array(RuleWriter.toml(rule).utf8), to: "\(path)/\(Self.fileName(rule)).toml")
    }
  }

  /// Only letters, digits and underscores of the name, with the start of the identifier so that no two are equal.
  private static func fileName(_ rule: Rule) -> String {
    let words = rule.name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    let id = rule.ruleID.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }.prefix(36)
    return "\(words.prefix(12).joined(separator: "_"))_\(id)"
  }
}
