import AWS
import ArgumentParser
import Engine
import Evidence
import Foundation
import Logging
import NightjarServer
import Notifications
import Response
import ServiceLifecycle
import Storage
import UnixSignals

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Take events in continuously, run rules, keep alerts and tell people.",
    discussion: """
      Without configuration everything is kept below ./nightjar-data, the folder nightjar-data/inbox is watched, and the
      built-in rules run. The log tells the address of the web interface and, at the first start, a link to make the first
      user.

      EXAMPLES:
        nightjar serve
        nightjar serve --data /var/lib/nightjar --listen 127.0.0.1:9400
        nightjar serve --config /etc/nightjar/nightjar.toml
      """)

  @OptionGroup(title: "Configuration") var options: EngineOptions

  @Option(help: ArgumentHelp("The address and port of the web interface and API.", valueName: "host:port"))
  var listen: String?

  @Option(
    help: "The least important messages of the log: trace, debug, info, notice, warning, error or critical.")
  var logLevel: LogLevelArgument = .info

  func run() throws {
    let configuration = try options.configuration(listen.map { ["server.listen": $0] } ?? [:])
    let level = logLevel.level
    LoggingSystem.bootstrap { label in
      var handler = StreamLogHandler.standardError(label: label)
      handler.logLevel = level
      return handler
    }
    let log = Logger(label: "nightjar")
    let (services, store) = try Self.services(configuration, log)
    try Blocking.run { () async throws in
      let group = ServiceGroup(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: log)
      try await group.run()
    }
    do {
      try store.close()
    } catch {
      log.warning(
        "the store could not be closed; it is checked at the next start", metadata: ["error": "\(error)"])
    }
  }

  private static func services(
    _ configuration: EngineConfiguration, _ log: Logger
  ) throws -> (services: [any Service], store: Store) {
    var options = Engine.Options(log: log)
    options.aws = client(configuration)
    do {
      let engine = try Engine(configuration: configuration, options: options)
      var services = ServerServices(engine: engine, options: try ServerOptions(configuration), logger: log)
      if let (client, settings) = try aws(configuration, log) {
        services.responder = Responder(store: engine.store, client: client, settings: settings)
        services.policies = TimedPolicySource(AccountPolicySource(client: client, settings: settings))
      }
      let server = try WebServer(services)
      guard let responder = services.responder, !responder.automaticRules.isEmpty else {
        return ([engine, server], engine.store)
      }
      let automatic = AutomaticResponses(
        store: engine.store, clock: .system, log: log, responder: responder)
      return ([engine, server, automatic], engine.store)
    } catch {
      Output.error("nightjar: \(error)\n")
      throw Exit.configuration
    }
  }

  /// How responses and investigations reach AWS; nil when it is not configured, which the server then says.
  private static func aws(
    _ configuration: EngineConfiguration, _ log: Logger
  ) throws -> (client: AWSClient, settings: ResponseSettings)? {
    let environment = ProcessInfo.processInfo.environment
    let isConfigured =
      ["aws.profile", "aws.region", "aws.endpoint_url"].contains { configuration.text($0) != nil }
      || ["AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE"].contains {
        environment[$0] != nil
      }
    guard isConfigured else { return nil }
    let settings =
      try configuration.path.map { path in
        try ResponseSettings.read(try String(contentsOfFile: path, encoding: .utf8), path: path)
      } ?? ResponseSettings()
    let options = AWSOptions(
      region: configuration.text("aws.region"), profile: configuration.text("aws.profile"),
      endpoint: configuration.text("aws.endpoint_url"))
    do throws(AWSError) {
      let client = try Blocking.run { () async throws(AWSError) in
        try await AWSClient.make(options, defaultRegion: "us-east-1")
      }
      return (client, settings)
    } catch {
      log.warning(
        "responses and policies of principals are not possible: AWS cannot be reached",
        metadata: ["error": "\(error)"])
      return nil
    }
  }

  /// The client of AWS for sinks; nil when AWS is not configured, which sinks that need it then say.
  private static func client(_ configuration: EngineConfiguration) -> (@Sendable (String) -> AWSClient)? {
    guard configuration.notifications?.sinks.isEmpty == false else { return nil }
    let options = AWSOptions(
      region: configuration.text("aws.region"), profile: configuration.text("aws.profile"),
      endpoint: configuration.text("aws.endpoint_url"))
    do throws(AWSError) {
      let base = try Blocking.run { () async throws(AWSError) in
        try await AWSClient.make(options, defaultRegion: "us-east-1")
      }
      return { region in base.with(region: region) }
    } catch {
      Output.error("nightjar: AWS cannot be reached: \(error)\n")
      return nil
    }
  }
}
