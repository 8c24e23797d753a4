import Events
import HTTPTypes
public import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
public import ServiceLifecycle
import Storage

/// The HTTP server: assembles what answers requests, and runs it.
public struct WebServer: Service {
  /// What requests are answered with.
  public let services: ServerServices
  private let site: PageSite
  private var pages: any PageRenderer { site.renderer }
  private let onRunning: @Sendable (_ port: Int) async -> Void

  /// A server.
  ///
  /// - Parameters:
  ///   - services: What requests are answered with.
  ///   - onRunning: Called with the port when the server listens.
  /// - Throws: `ServerError` when it would listen where it must not.
  public init(
    _ services: ServerServices, onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
  ) throws(ServerError) {
    let options = services.options
    guard options.listen.isLoopback || options.tls != nil || options.allowsPlaintext else {
      throw ServerError(
        """
        listening on \(options.listen) without TLS would send passwords and keys in the clear: set server.tls_certificate \
        and server.tls_key, listen on a loopback address, or set server.allow_plaintext
        """)
    }
    self.services = services
    self.onRunning = onRunning
    site = try PageSite(services)
  }

  /// Everything that answers requests.
  private var routeGroups: [any RouteGroup] {
    [
      AccessRoutes(services: services, pages: pages),
      ResourceRoutes(resources: services.resources),
      ClusterRoutes(services: services),
      BulkRoutes(services: services),
      SearchRoutes(services: services),
      KibanaRoutes(services: services),
      RuleRoutes(services: services),
      RuleTransferRoutes(services: services),
      RuleBulkRoutes(services: services),
      SignalRoutes(services: services),
      ExceptionRoutes(services: services),
      ValueListRoutes(services: services),
      ConnectorRoutes(services: services),
      AlertAPIRoutes(services: services),
      EngineAPIRoutes(services: services),
      AdministrationRoutes(services: services),
      HealthRoutes(services: services),
      ExceptionAPIRoutes(services: services),
      EvidenceRoutes(services: services),
      ResponseRoutes(services: services),
    ] + site.routeGroups
  }

  /// The routes.
  func router() -> Router<ServerContext> {
    let router = Router(context: ServerContext.self)
    router.add(middleware: SecurityHeadersMiddleware(isSecure: services.options.tls != nil))
    router.add(middleware: FailureMiddleware(pages: pages))
    router.add(middleware: IdentityMiddleware(access: services.access))
    router.add(middleware: ForgeryMiddleware())
    router.add(middleware: KibanaMiddleware())
    for group in routeGroups { group.add(to: router) }
    return router
  }

  /// The application: routes behind the listening socket.
  ///
  /// - Throws: `ServerError` when certificate or key cannot be read.
  public func application() throws(ServerError) -> some ApplicationProtocol {
    let services = services
    let onRunning = onRunning
    return Application(
      responder: SpacePrefix(next: router().buildResponder()),
      server: try channel(),
      configuration: ApplicationConfiguration(
        address: .hostname(services.options.listen.host, port: services.options.listen.port),
        availableConnectionsDelegate: MaximumAvailableConnections(services.options.maximumConnections)),
      onServerRunning: { channel in
        let port = channel.localAddress?.port ?? services.options.listen.port
        await Self.announce(services, port: port)
        await onRunning(port)
      },
      logger: services.logger)
  }

  private func channel() throws(ServerError) -> HTTPServerBuilder {
    let options = services.options
    let http = HTTPServerBuilder.http1(
      configuration: HTTP1Channel.Configuration(
        additionalChannelHandlers: [
          SlowRequestHandler(headerSeconds: options.headerSeconds, bodySeconds: options.idleSeconds)
        ],
        idleTimeout: .seconds(Int64(options.idleSeconds)),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 64 << 10, maxHeaderFieldCount: 100)))
    guard let files = options.tls else { return http }
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(files.certificateChain).map {
        NIOSSLCertificateSource.certificate($0)
      }
      let key = try NIOSSLPrivateKey(file: files.privateKey, format: .pem)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain, privateKey: .privateKey(key))
      configuration.minimumTLSVersion = .tlsv12
      return try .tls(http, tlsConfiguration: configuration)
    } catch {
      throw ServerError(
        """
        TLS cannot use the certificate \(files.certificateChain) and the key \(files.privateKey): \(error); both must \
        be readable PEM files that belong together
        """)
    }
  }

  /// Says where the server listens, and how to make the first user.
  private static func announce(_ services: ServerServices, port: Int) async {
    let scheme = services.options.tls == nil ? "http" : "https"
    let address = ListenAddress(host: services.options.listen.host, port: port)
    services.logger.notice("listening", metadata: ["url": "\(scheme)://\(address)"])
    do {
      guard let secret = try await services.access.makeSetUpSecret() else { return }
      services.logger.notice(
        "nobody can sign in yet: open this link once to make the first user",
        metadata: ["url": "\(scheme)://\(address)/set-up?token=\(secret)"])
    } catch {
      services.logger.error(
        "the link to make the first user could not be made", metadata: ["error": "\(error)"])
    }
  }

  /// Answers requests until the service group shuts down.
  ///
  /// - Throws: `ServerError` when it cannot start; errors of the network.
  public func run() async throws {
    let updates = services.updates
    let watch = AlertWatch(services: services)
    try await withGracefulShutdownHandler {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await watch.run() }
        group.addTask { await services.warmUp() }
        try await application().run()
        group.cancelAll()
      }
    } onGracefulShutdown: {
      updates.finish()
    }
  }
}
