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
  /// Takes events in.
  public let sink: any EventSink
  /// Where the server says what happens.
  public let logger: Logger

  /// The version of Elasticsearch and Kibana whose API the server speaks: programs look at it before they talk.
  static let elasticsearchVersion = "9.1.0"

  /// The services over a store.
  ///
  /// - Parameters:
  ///   - store: Everything that is kept.
  ///   - sink: Takes events in; nil to store them only.
  ///   - options: How the server listens, and its limits.
  ///   - updates: Tells whoever watches of new alerts; give it to the engine as an observer.
  ///   - now: The clock.
  ///   - logger: Where the server says what happens.
  public init(
    store: Store, sink: (any EventSink)? = nil, options: ServerOptions = ServerOptions(),
    updates: AlertBroadcast = AlertBroadcast(),
    now: @escaping @Sendable () -> Timestamp = Store.Options.systemTime, logger: Logger
  ) {
    self.store = store
    self.sink = sink ?? StoreSink(store: store)
    self.options = options
    self.now = now
    self.logger = logger
    access = AccessControl(store: store, options: options, now: now, logger: logger)
    self.updates = updates
    resources = .standard
  }
}
