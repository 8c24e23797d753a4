import NIOCore
import NIOHTTPTypes

/// Closes connections whose requests do not arrive: headers within one time, further parts of a body within another.
/// Without it, a client that sends a byte now and then holds a connection for ever.
final class SlowRequestHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart

  private let headers: TimeAmount
  private let body: TimeAmount
  private var deadline: Scheduled<Void>?

  init(headerSeconds: Int, bodySeconds: Int) {
    headers = .seconds(Int64(headerSeconds))
    body = .seconds(Int64(bodySeconds))
  }

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { wait(headers, context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    wait(headers, context)
    context.fireChannelActive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head, .body: wait(body, context)
    // While a response is written nothing needs to arrive; the connection's own time-out for idle ones follows.
    case .end: cancel()
    }
    context.fireChannelRead(data)
  }

  func channelInactive(context: ChannelHandlerContext) {
    cancel()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    cancel()
  }

  private func cancel() {
    deadline?.cancel()
    deadline = nil
  }

  private func wait(_ time: TimeAmount, _ context: ChannelHandlerContext) {
    cancel()
    let channel = context.channel
    deadline = context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
  }
}
