import ArgumentParser
import Foundation
import Storage

struct AuditVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check that the audit log is as it was written.",
    discussion: """
      Walks the chain of hashes from the first entry to the last, and checks the signature of every checkpoint. A head that was
      kept elsewhere (the last line that this command prints) shows later whether anything before it was changed or removed.
      The exit status is 4 when something is wrong.

      EXAMPLES:
        nightjar audit verify --data /var/lib/nightjar
        nightjar audit verify --head 812:5f0c…
      """)

  @OptionGroup(title: "Configuration") var options: EngineOptions

  @Option(
    help: ArgumentHelp(
      "A head that was kept elsewhere: the number and the hash of an entry.", valueName: "seq:hash"))
  var head: String?

  func run() throws {
    let expected = try head.map(Self.head)
    let report = try options.withStore { store in try store.verifyAudit(expected: expected) }
    Output.line(
      "\(report.entries) entries and \(report.checkpoints) signed checkpoints are as they were written")
    if let problem = report.problem {
      Output.line("problem: \(problem)")
      throw Exit.incomplete
    }
    if let head = report.head { Output.line("head: \(head.seq):\(head.hash)") }
  }

  private static func head(_ text: String) throws -> AuditHead {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let seq = Int64(parts[0]) else {
      throw ValidationError("--head takes a number and a hash, such as 812:5f0c…")
    }
    return AuditHead(seq: seq, hash: String(parts[1]))
  }
}
