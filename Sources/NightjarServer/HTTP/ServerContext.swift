public import Hummingbird
import Logging
import NIOCore

/// What is known of a request while it is answered.
public struct ServerContext: RequestContext {
  /// What the router needs.
  public var coreContext: CoreRequestContextStorage
  /// The address of the peer, without its port; `unknown` for tests without a network.
  public let address: String
  /// Who makes the request; nil when they did not say.
  public var identity: Identity?
  /// The token against forgery that forms and scripts of the session must send; nil without a session.
  public var csrfToken: String?
  /// The hash that names the session in the store; nil without a session.
  var sessionHash: String?

  /// The context of a request that arrived.
  public init(source: Source) {
    coreContext = CoreRequestContextStorage(source: source)
    address = source.channel.remoteAddress?.ipAddress ?? "unknown"
  }

  /// Who makes the request, provided that they may do something.
  ///
  /// - Throws: `APIFailure` (401) when nobody is signed in, (403) when they may not.
  @discardableResult
  public func require(_ permission: Permission) throws(APIFailure) -> Identity {
    guard let identity else { throw .unauthenticated }
    guard identity.may(permission) else { throw .forbidden(permission) }
    return identity
  }
}
