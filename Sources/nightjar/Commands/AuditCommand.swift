import ArgumentParser

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Check and export the audit log.",
    subcommands: [AuditVerifyCommand.self, AuditExportCommand.self])
}
