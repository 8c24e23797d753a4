import ArgumentParser
import Events
import Storage

struct AuditExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Print the audit log, an entry a line, the oldest first.")

  @OptionGroup(title: "Configuration") var options: EngineOptions

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"))
  var output: String?

  @Flag(help: "Replace the file if it exists.")
  var clobber = false

  func run() throws {
    let file = OutputFile(path: output, clobber: clobber)
    try file.check()
    try options.withStore { store in
      try store.read { reader in
        try file.stream { sink in
          try reader.exportAudit { entry in
            try sink(Array((JSONWriter.text(.object(entry.object)) + "\n").utf8))
          }
        }
      }
    }
  }
}
