import Foundation
import HummingbirdTesting
import NIOCore
import NIOPosix
import Testing

@testable import NightjarServer

@Suite struct SlowClientTests {
  /// A connection that says nothing, or only the beginning of a request, is closed.
  @Test(arguments: ["", "GET / HTTP/1.1\r\nHost: x\r\n", "POST /_bulk HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"])
  func slowRequestsAreCutOff(text: String) async throws {
    let server = try TestServer { options in
      options.headerSeconds = 1
      options.idleSeconds = 1
    }
    let services = server.services
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let web = try WebServer(services) { number in port.yield(number) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await web.run() }
      var iterator = ports.makeAsyncIterator()
      let number = try #require(await iterator.next())
      let closed = try await Self.connect(port: number, sending: text)
      #expect(closed)
      group.cancelAll()
    }
  }

  /// Sends a text and waits until the other side closes.
  private static func connect(port: Int, sending text: String) async throws -> Bool {
    let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
    let channel = try await bootstrap.connect(host: "127.0.0.1", port: port).get()
    if !text.isEmpty { try await channel.writeAndFlush(ByteBuffer(string: text)) }
    try await channel.closeFuture.get()
    return true
  }
}
