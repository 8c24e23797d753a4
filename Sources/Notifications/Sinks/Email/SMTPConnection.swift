import NIOCore
import NIOPosix
import NIOSSL

/// A connection to a mail server.
final class SMTPConnection {
  private let channel: any Channel
  private let timer: Scheduled<Void>
  private var replies: AsyncThrowingStream<SMTPReply, any Error>.Iterator
  /// How many answers were taken.
  private var taken = 0

  /// Connects to an address, and closes the connection when the time is over.
  ///
  /// - Parameters:
  ///   - address: The address as a number.
  ///   - port: The port.
  ///   - tls: Encrypts from the beginning; nil for not.
  ///   - timeout: How long the whole conversation may take.
  /// - Returns: The connection.
  /// - Throws: When there is none.
  static func open(
    address: String, port: Int, tls: TLSClient?, timeout: Duration
  ) async throws -> SMTPConnection {
    let (stream, continuation) = AsyncThrowingStream<SMTPReply, any Error>.makeStream()
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(.seconds(5))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls { try channel.pipeline.syncOperations.addHandler(try tls.handler()) }
          try channel.pipeline.syncOperations.addHandler(SMTPChannelHandler(replies: continuation))
        }
      }
      .connect(host: address, port: port).get()
    let timer = channel.eventLoop.scheduleTask(in: .nanoseconds(timeout.nanoseconds)) {
      continuation.finish(throwing: SinkError.passing("the mail server took too long"))
      channel.close(promise: nil)
    }
    return SMTPConnection(channel, timer, stream)
  }

  private init(
    _ channel: any Channel, _ timer: Scheduled<Void>, _ stream: AsyncThrowingStream<SMTPReply, any Error>
  ) {
    self.channel = channel
    self.timer = timer
    replies = stream.makeAsyncIterator()
  }

  /// The next answer.
  func reply() async throws -> SMTPReply {
    guard let reply = try await replies.next() else {
      throw SinkError.passing("the mail server closed the connection")
    }
    taken += 1
    return reply
  }

  /// Sends bytes.
  func send(_ bytes: [UInt8]) async throws {
    try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
  }

  /// Encrypts from here on. Nothing may have come that was sent before: it would be taken for encrypted.
  func startTLS(_ tls: TLSClient) async throws {
    try await channel.eventLoop.submit { [channel, taken] in
      let pipeline = channel.pipeline.syncOperations
      let handler = try pipeline.handler(type: SMTPChannelHandler.self)
      guard !handler.hasRest, handler.count == taken else {
        throw SinkError.permanent("the mail server sent more before the encryption than it was asked")
      }
      try pipeline.addHandler(try tls.handler(), position: .first)
    }.get()
  }

  /// Closes the connection.
  func close() async {
    timer.cancel()
    // A connection that is closed already has ended all the same.
    try? await channel.close().get()
  }
}
