import CloudTrail
public import Engine
public import Events
public import Evidence
public import Logging
public import Response
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

  /// The engine: rules, schedules, previews, measurements.
  public let engine: Engine
  /// Plans and carries out responses; nil when AWS is not configured.
  public var responder: Responder?
  /// Where the policies of principals are read for investigations; nil when AWS is not configured.
  public var policies: (any PolicySource)?
  /// Makes documents of raw records that searches read.
  let mapper: ECSMapper

  /// The types of fields.
  var types: FieldTypes { engine.types }

  /// The services over an engine.
  ///
  /// - Parameters:
  ///   - engine: The engine with its store.
  ///   - sink: Takes events in; nil for the engine.
  ///   - options: How the server listens, and its limits.
  ///   - now: The clock.
  ///   - logger: Where the server says what happens.
  public init(
    engine: Engine, sink: (any EventSink)? = nil, options: ServerOptions = ServerOptions(),
    now: @escaping @Sendable () -> Timestamp = Store.Options.systemTime, logger: Logger
  ) {
    self.engine = engine
    store = engine.store
    self.sink = sink ?? EngineEventSink(ingestor: engine.ingestor)
    mapper = ECSMapper(options: ECSMapper.Options(ingested: now()))
    self.options = options
    self.now = now
    self.logger = logger
    access = AccessControl(store: engine.store, options: options, now: now, logger: logger)
    updates = AlertBroadcast()
    resources = .standard
  }
}
