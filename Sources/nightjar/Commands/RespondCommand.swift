import ArgumentParser
import Events
import Foundation
import OrderedCollections
import Response
import Storage

struct RespondCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
  }

  static let configuration = CommandConfiguration(
    commandName: "respond",
    abstract: "Plan what to do about an alert, carry it out, verify it, and take it back.",
    discussion: """
      Without --execute nothing is changed: the plan shows the exact calls and what would be different. With it, the
      plan is stored, approved by you, carried out, and verified by reading the state; everything is in the audit log.

      EXAMPLES:
        nightjar respond 3f1c --alerts alerts.ndjson            the plan for an alert of nightjar scan
        nightjar respond 3f1c --action quarantine-principal     the plan of another playbook
        nightjar respond 3f1c --execute                         carry it out and verify it
        nightjar respond 3f1c --request                         store the plan for others to approve
        nightjar respond --response ID --approve                agree to it; --execute carries it out
        nightjar respond --response ID --undo --execute         take it back
        nightjar respond --policy --account 111122223333        the IAM policy that the playbooks need

      EXIT STATUS:
        0 planned, or carried out and verified; 2 wrong usage; 3 wrong configuration; 5 the response failed
      """)

  @Argument(
    help: ArgumentHelp(
      "The alert: its kibana.alert.uuid, or the first characters of it.", valueName: "alert"))
  var alert: String?

  @Option(
    help: ArgumentHelp(
      "The playbook: \(Playbooks.names.joined(separator: ", ")). Without it, the control that was turned off is turned on.",
      valueName: "name"))
  var action: String?

  @Option(
    help: ArgumentHelp("What to act on, where the alert names several things.", valueName: "name"))
  var subject: String?

  @Flag(help: "Carry it out. Without this flag nothing is changed.")
  var execute = false

  @Flag(help: "Store the plan, so that others can approve it.")
  var request = false

  @Option(help: ArgumentHelp("A stored response.", valueName: "id"))
  var response: String?

  @Flag(help: "Approve the stored response.")
  var approve = false

  @Flag(help: "Take the stored response back.")
  var undo = false

  @Flag(help: "List stored responses, those to ALERT where one is given.")
  var list = false

  @Flag(help: "Print the IAM policy that the playbooks need, or that of --action.")
  var policy = false

  @Option(help: ArgumentHelp("The account that --policy is for; any without it.", valueName: "id"))
  var account: String?

  @OptionGroup var input: RespondOptions

  @OptionGroup(title: "AWS") var aws: AWSCommandOptions

  @OptionGroup(title: "Server") var access: ServerAccessOptions

  @Option(help: "table or json.")
  var output: Format = .table

  func validate() throws {
    let modes = [alert != nil && !list, response != nil, list, policy].count { $0 }
    guard modes == 1 else {
      throw ValidationError("give one of ALERT, --response ID, --list and --policy")
    }
    if approve || undo, response == nil { throw ValidationError("--approve and --undo need --response ID") }
    if approve, undo { throw ValidationError("give either --approve or --undo") }
    if execute, list || policy { throw ValidationError("--execute needs ALERT or --response ID") }
    if request, alert == nil || execute {
      throw ValidationError("--request needs ALERT, and is not used with --execute")
    }
    if let action, Playbooks.named(action) == nil {
      throw ValidationError(
        "no playbook is called \(action); there are \(Playbooks.names.joined(separator: ", "))")
    }
    if let account, account.count != 12 || !account.allSatisfy({ ("0"..."9").contains($0) }) {
      throw ValidationError("--account must have twelve digits")
    }
  }

  func run() throws {
    if !policy, input.alerts == nil, let client = try access.client() {
      return try RespondServerRun(command: self, client: client).run()
    }
    let settings = try input.settings()
    if policy { return try printPolicy(settings) }
    if list { return try printList() }
    do {
      if let response {
        try RespondRun(self, settings).run(response: response)
      } else if let alert {
        try RespondRun(self, settings).run(alert: try input.document(alert))
      }
    } catch let error as ResponseError {
      try fail(error)
    }
  }

  private func printPolicy(_ settings: ResponseSettings) throws {
    do throws(ResponseError) {
      let document = try ResponsePolicy.document(
        playbooks: action.map { [$0] } ?? settings.playbooks, settings: settings, account: account)
      Output.line(JSONWriter.text(document, indented: true))
    } catch {
      Output.error("nightjar: \(error)\n")
      throw Exit.usage
    }
  }

  private func printList() throws {
    let stored = try input.responses(to: alert)
    switch output {
    case .json: Output.line(JSONWriter.text(.array(stored.map { .object($0.object) }), indented: true))
    case .table: RespondText.list(stored).forEach(Output.line)
    }
  }

  /// Says why a response failed and ends with the status for it.
  private func fail(_ error: ResponseError) throws {
    if output == .json {
      let document: JSON = [
        "status": "failed", "response": error.response.map { .string($0) } ?? .null,
        "error": ["kind": .string(error.kind.rawValue), "message": .string(error.message)],
      ]
      Output.line(JSONWriter.text(document, indented: true))
    }
    let stored = error.response.map { " (response \($0))" } ?? ""
    Output.error("nightjar: \(RespondText.clean("\(error)"))\(stored)\n")
    throw Exit.response
  }
}
