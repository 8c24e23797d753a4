public import Events
public import OrderedCollections

/// Maps CloudTrail records to ECS documents, field for field as the ingest pipeline of Elastic's AWS integration
/// (version 8.8) does, with the constant fields that its data stream adds.
///
/// Source: https://www.elastic.co/docs/reference/integrations/aws/cloudtrail and the CloudTrail record reference
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html.
public struct ECSMapper: Sendable {
  /// What the mapping needs beside the record.
  public struct Options: Sendable {
    /// When the record was read: `event.created` and `event.ingested`.
    public var ingested: Timestamp
    /// Databases for `source.geo` and `source.as`; nil leaves these fields out.
    public var geo: GeoDatabases?

    /// In which forms payloads are kept.
    public var retain: Retain

    /// Options for records that are read at a time.
    public init(ingested: Timestamp, geo: GeoDatabases? = nil, retain: Retain = .all) {
      self.ingested = ingested
      self.geo = geo
      self.retain = retain
    }
  }

  let options: Options
  /// Every document starts as a copy of this one.
  private let constants: DocumentBuilder
  let userAgents = UserAgentFields()

  /// A mapper.
  public init(options: Options) {
    self.options = options
    constants = RecordMapping.constants(ingested: options.ingested)
  }

  /// The ECS document of a record.
  ///
  /// A value of an unexpected type does not stop the mapping: `error.message` says what was left out, and
  /// `event.kind` becomes `pipeline_error`.
  ///
  /// - Parameters:
  ///   - record: The parsed record.
  ///   - original: The exact text of the record, which becomes `event.original`.
  ///   - ingested: When the record was read, where that is another time than that of the options.
  /// - Returns: The document, with nested objects.
  public func document(record: JSONObject, original: String, ingested: Timestamp? = nil) -> JSONObject {
    let constants = ingested.map { RecordMapping.constants(ingested: $0) } ?? constants
    var mapping = RecordMapping(
      record: record, constants: constants, options: options, userAgents: userAgents)
    return mapping.run(original: original)
  }

  /// The fields of a record's document that say which entities there are; none when a value is not what it should be. No other
  /// part of the mapping changes these fields.
  func entities(record: JSONObject) -> [EntityField] {
    let mapping = RecordMapping(
      record: record, constants: DocumentBuilder(), options: options, userAgents: userAgents)
    do throws(MappingFailure) { return try mapping.entityFields() } catch { return [] }
  }
}
