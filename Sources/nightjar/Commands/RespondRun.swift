import AWS
import ArgumentParser
import Events
import Foundation
import OrderedCollections
import Response
import Storage

/// Carries out `nightjar respond` for one alert or one stored response.
struct RespondRun {
  private let command: RespondCommand
  private let planner: ResponsePlanner
  private let actor: ResponseActor

  init(_ command: RespondCommand, _ settings: ResponseSettings) throws {
    self.command = command
    let options = AWSOptions(
      region: command.aws.region, profile: command.aws.profile, endpoint: command.aws.endpointURL,
      roleARN: command.aws.roleARN)
    let made = Blocking.run { () async -> Result<AWSClient, AWSError> in
      do throws(AWSError) {
        return .success(try await AWSClient.make(options, defaultRegion: "us-east-1"))
      } catch {
        return .failure(error)
      }
    }
    do {
      planner = ResponsePlanner(client: try made.get(), settings: settings)
    } catch {
      Output.error("nightjar: \(error)\n")
      throw Exit.configuration
    }
    actor = .local(Self.userName())
  }

  /// The name of the account that the process runs as; it is not taken from the environment.
  private static func userName() -> String {
    getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "uid \(getuid())"
  }

  // MARK: Alerts

  func run(alert: JSONObject) throws {
    let options = try planner.options(for: alert)
    guard let playbook = command.action ?? Self.natural(options) else { return try show(options) }
    guard command.execute || command.request else {
      let plan = try wait { planner, actor in
        try await planner.preview(playbook, for: alert, subject: command.subject, actor: actor)
      }
      show(plan, options)
      return
    }
    let responder = Responder(store: try command.input.openStore(), planner: planner)
    let planned = try wait { _, actor in
      try await responder.plan(playbook, for: alert, subject: command.subject, actor: actor)
    }
    if command.request { return show(planned) }
    try approveAndExecute(planned, responder)
  }

  /// What is done when nothing is chosen: a control that was turned off is turned on. Nobody is restricted unasked.
  private static func natural(_ options: [ResponseOption]) -> String? {
    options.first { [.configurationRecorder, .trail, .detector].contains($0.subject.kind) }?.playbook
  }

  private func show(_ options: [ResponseOption]) throws {
    switch command.output {
    case .json: Output.line(JSONWriter.text(RespondText.json(options), indented: true))
    case .table: RespondText.options(options).forEach(Output.line)
    }
    guard command.execute || command.request else { return }
    Output.error("nightjar: choose with --action what to do\n")
    throw Exit.usage
  }

  // MARK: Stored responses

  func run(response id: String) throws {
    let responder = Responder(store: try command.input.openStore(), planner: planner)
    if command.undo { return try undo(id, responder) }
    if command.approve {
      let approved = try wait { _, actor in try await responder.approve(id, actor: actor) }
      guard command.execute else { return show(approved) }
    }
    guard command.execute else {
      return show(try wait { _, _ in try await responder.response(id) })
    }
    try finish(try wait { _, actor in try await responder.execute(id, actor: actor) })
  }

  private func undo(_ id: String, _ responder: Responder) throws {
    guard command.execute else {
      return show(try wait { _, actor in try await responder.undoPlan(id, actor: actor) }, [])
    }
    try approveAndExecute(try wait { _, actor in try await responder.undo(id, actor: actor) }, responder)
  }

  private func approveAndExecute(_ planned: StoredResponse, _ responder: Responder) throws {
    let approved = try wait { _, actor in try await responder.approve(planned.id, actor: actor) }
    let missing = responder.missingApprovals(approved)
    guard missing == 0 else {
      show(approved)
      throw ResponseError(
        .notApproved, "\(missing) more approval is needed", response: approved.id)
    }
    try finish(try wait { _, actor in try await responder.execute(planned.id, actor: actor) })
  }

  private func finish(_ response: StoredResponse) throws {
    show(response)
    guard response.status != .verified else { return }
    let message = response.result?[path: "error.message"]?.string ?? "it was not verified"
    Output.error("nightjar: the response \(response.id) failed: \(RespondText.clean(message))\n")
    throw Exit.response
  }

  // MARK: Output

  private func show(_ plan: ResponsePlan, _ options: [ResponseOption]) {
    switch command.output {
    case .json: Output.line(JSONWriter.text(plan.json, indented: true))
    case .table:
      RespondText.plan(plan.json).forEach(Output.line)
      RespondText.others(options, than: plan.playbook).forEach(Output.line)
      Output.error("nothing was changed; --execute carries it out\n")
    }
  }

  private func show(_ response: StoredResponse) {
    switch command.output {
    case .json: Output.line(JSONWriter.text(.object(response.object), indented: true))
    case .table: RespondText.response(response).forEach(Output.line)
    }
  }

  /// Waits for what the responder does. What it throws are `ResponseError`s.
  private func wait<Value: Sendable>(
    _ body: @escaping @Sendable (ResponsePlanner, ResponseActor) async throws -> Value
  ) throws -> Value {
    let (planner, actor) = (planner, actor)
    return try Blocking.run { () async -> Result<Value, any Error> in
      do {
        return .success(try await body(planner, actor))
      } catch {
        return .failure(error)
      }
    }.get()
  }
}
