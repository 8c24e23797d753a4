public import Events
public import Logging
public import Storage

/// What requests are answered with. The server owns no logic: it asks these.
public struct ServerServices: Sendable {
  /// Everything that is kept.
  public let store: Store
  /// Who may do what.
  public let access: AccessControl
  /// How the server listens, and its limits.
  public let options: ServerOptions
  /// The clock.
  public let now: @Sendable () -> Timestamp
  /// New alerts, for whoever watches.
  public let updates: AlertBroadcast
  /// The files that are part of the program.
  public let resources: ResourceTable
  /// Where the server says what happens.
  public let logger: Logger

  /// The services over a store.
  public init(
    store: Store, options: ServerOptions = ServerOptions(),
    now: @escaping @Sendable () -> Timestamp = Store.Options.systemTime, logger: Logger
  ) {
    self.store = store
    self.options = options
    self.now = now
    self.logger = logger
    access = AccessControl(store: store, options: options, now: now, logger: logger)
    updates = AlertBroadcast()
    resources = .standard
  }
}
