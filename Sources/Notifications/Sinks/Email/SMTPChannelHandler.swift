import NIOCore

/// Hands the answers of a mail server to whoever waits for them.
final class SMTPChannelHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private var reader = SMTPReplyReader()
  private let replies: AsyncThrowingStream<SMTPReply, any Error>.Continuation

  init(replies: AsyncThrowingStream<SMTPReply, any Error>.Continuation) {
    self.replies = replies
  }

  /// How many answers came.
  private(set) var count = 0

  /// Whether bytes came that belong to no answer.
  var hasRest: Bool { reader.hasRest }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    do throws(SinkError) {
      for reply in try reader.add(bytes.readableBytesView) {
        count += 1
        replies.yield(reply)
      }
    } catch {
      replies.finish(throwing: error)
      context.close(promise: nil)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    replies.finish(throwing: SinkError.passing("the mail server closed the connection"))
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    replies.finish(throwing: SinkError.passing("the connection to the mail server failed: \(error)"))
    context.close(promise: nil)
  }
}
