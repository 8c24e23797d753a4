import Events
import Foundation
import NIOCore
import NIOPosix

/// Sends notices to a syslog server. Syslog answers nothing: what was sent may be lost all the same.
struct SyslogSink: Sink {
  let settings: SyslogSettings
  let surroundings: SinkSurroundings
  let timeout: Duration

  func send(_ notice: Notice) async throws(SinkError) {
    let message = SyslogMessage(
      facility: settings.facility, appName: settings.appName, hostname: surroundings.hostname,
      process: ProcessInfo.processInfo.processIdentifier, time: surroundings.now())
    let rules = AddressGuard(level: .ownNetwork, allowed: [])
    let addresses = try await HostResolver.addresses(of: settings.host, guard: rules)
    let bytes = message.bytes(notice, text: text(notice), limit: settings.maximumBytes)
    let tls = settings.transport == .tls ? try TLSClient(host: settings.host, caFile: settings.caFile) : nil
    do {
      switch settings.transport {
      case .udp: try await datagram(bytes, addresses[0])
      case .tcp, .tls:
        // The length stands before the message (RFC 6587, 3.4.1; RFC 5425, 4.3).
        try await stream(Array("\(bytes.count) ".utf8) + bytes, addresses[0], tls)
      }
    } catch let error as SinkError {
      throw error
    } catch {
      throw .passing("\(settings.host): \(error)")
    }
  }

  /// A document that does not fit is told in words, so that no half of a document is sent.
  private func text(_ notice: Notice) -> String {
    let payload = Payload(version: surroundings.version)
    let text = String(decoding: payload.render(notice, settings.format).bytes, as: UTF8.self)
    return text.utf8.count + 512 <= settings.maximumBytes ? text : payload.line(notice)
  }

  private func datagram(_ bytes: [UInt8], _ address: String) async throws {
    let remote = try SocketAddress(ipAddress: address, port: settings.port)
    let local = try SocketAddress(ipAddress: remote.protocol == .inet6 ? "::" : "0.0.0.0", port: 0)
    let channel = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(to: local).get()
    do {
      let envelope = AddressedEnvelope(remoteAddress: remote, data: ByteBuffer(bytes: bytes))
      try await channel.writeAndFlush(envelope).get()
      try await channel.close().get()
    } catch {
      try? await channel.close().get()
      throw error
    }
  }

  private func stream(_ bytes: [UInt8], _ address: String, _ tls: TLSClient?) async throws {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(.seconds(5))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls { try channel.pipeline.syncOperations.addHandler(try tls.handler()) }
        }
      }
      .connect(host: address, port: settings.port).get()
    let timer = channel.eventLoop.scheduleTask(in: .nanoseconds(timeout.nanoseconds)) {
      channel.close(promise: nil)
    }
    do {
      // With encryption the write ends only after the handshake, and so after the certificate was checked.
      try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
      timer.cancel()
      try await channel.close().get()
    } catch {
      timer.cancel()
      try? await channel.close().get()
      throw error
    }
  }
}
