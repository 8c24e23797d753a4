import NIOCore
import NIOHTTP1
import NIOPosix

/// A small HTTP server on the loopback address, for services that no test peer exists for (instance and container
/// metadata) and for answers that a peer does not give on demand (throttling, breaks, delays).
public final class LoopbackServer: Sendable {
  /// What was asked.
  public struct Request: Sendable {
    /// The HTTP method.
    public let method: String
    /// Path and query.
    public let uri: String
    /// The headers; names in lower case.
    public let headers: [String: String]
    /// The body.
    public let body: [UInt8]
  }

  /// What is answered.
  public struct Response: Sendable {
    /// What happens to the connection.
    public enum Ending: Sendable {
      /// The answer is complete.
      case complete
      /// The connection breaks before the answer is complete.
      case broken
      /// Nothing is answered.
      case silent
    }

    /// The HTTP status.
    public var status: Int
    /// The headers.
    public var headers: [(String, String)]
    /// The body.
    public var body: [UInt8]
    /// What happens to the connection.
    public var ending: Ending

    /// An answer with text as its body.
    public init(
      _ status: Int, _ text: String = "", headers: [(String, String)] = [], ending: Ending = .complete
    ) {
      self.status = status
      self.headers = headers
      body = Array(text.utf8)
      self.ending = ending
    }
  }

  /// Where the server is reached, such as `http://127.0.0.1:40123`.
  public let endpoint: String
  private let channel: any Channel

  /// Starts a server on a free port.
  public init(_ respond: @escaping @Sendable (Request) -> Response) async throws {
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(LoopbackHandler(respond: respond))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    endpoint = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
  }

  deinit {
    channel.close(promise: nil)
  }
}

private final class LoopbackHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let respond: @Sendable (LoopbackServer.Request) -> LoopbackServer.Response
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []

  init(respond: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Response) {
    self.respond = respond
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body = []
    case .body(let bytes): body += bytes.readableBytesView
    case .end: answer(context)
    }
  }

  private func answer(_ context: ChannelHandlerContext) {
    guard let head else { return }
    let headers = head.headers.reduce(into: [String: String]()) { $0[$1.name.lowercased()] = $1.value }
    let response = respond(
      LoopbackServer.Request(method: head.method.rawValue, uri: head.uri, headers: headers, body: body))
    guard response.ending != .silent else { return }
    var fields = HTTPHeaders(response.headers)
    let isBroken = response.ending == .broken
    fields.add(name: "Content-Length", value: "\(response.body.count + (isBroken ? 1000 : 0))")
    let responseHead = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: response.status), headers: fields)
    context.write(wrapOutboundOut(.head(responseHead)), promise: nil)
    if head.method != .HEAD {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: response.body)))), promise: nil)
    }
    if isBroken {
      context.flush()
      context.close(promise: nil)
    } else {
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }
}
