import Events

/// How one ECS field is computed straight from the slots of a record. What has no row here is taken from the
/// complete document, which is then built once for the event.
enum RecordField {
  /// The same for every record.
  case constant(StaticString)
  /// A value that is moved as it is.
  case moved(RecordSlot)
  /// A value that is used only when it is a text.
  case text(RecordSlot)
  /// The text form of a payload object.
  case payload(RecordSlot)
  /// A value inside a payload object, by its path below it.
  case flattened(RecordSlot, path: [String])
  case outcome
  case userName
  case userID
  case accountID
  case sourceIP
  /// Whether a login to the console was one with a second factor.
  case isMultiFactor
  case categories
  case types
  /// The time of the event.
  case time
  /// A member of the resources, by its name in records.
  case resource(String)
  /// A part of the user agent, by its path below `user_agent`.
  case agent([String])
  /// The entities in an object of the document.
  case entities(DocumentObject)
  /// Whatever the complete document says.
  case document
  /// No record has the field.
  case never

  /// The way to compute a field. Where the user's own mapping has a value for documents without one, or has values of a whole
  /// object, the document decides. It has no nulls, so that nothing can stand for them.
  init(_ entry: FieldCatalog.Entry, options: ECSMapper.Options) {
    let field = RecordField(path: entry.source, options: options)
    guard let mapped = entry.mapped, mapped.constant != nil || mapped.isFlattenedRoot else {
      self = field
      return
    }
    if case .constant = field { self = field } else { self = .document }
  }

  /// The way to compute the field with this path. Payloads that are not kept in all forms are left to the document.
  init(path: String, options: ECSMapper.Options) {
    if options.geo == nil, path.hasPrefix("source.geo.") || path.hasPrefix("source.as.") {
      self = .never
      return
    }
    if options.retain != .all, path.hasPrefix("aws.cloudtrail.") {
      self = .document
      return
    }
    self =
      Self.rows[path] ?? Self.agent(path) ?? Self.flattened(path)
      ?? (Self.canExist(path) ? .document : .never)
  }

  /// Whether the mapping can make a field with this path. Rules for other sources of data ask for many that it cannot;
  /// no document is built for those.
  private static func canExist(_ path: String) -> Bool {
    roots.contains { path == $0 || path.hasPrefix($0 + ".") }
  }

  private static let roots = [
    "@timestamp", "actor", "aws.cloudtrail", "cloud", "data_stream", "ecs", "entity", "error.message",
    "event", "file.path",
    "group.id", "group.name", "host.entity", "host.target", "related", "service.entity", "service.target",
    "source.address", "source.ip", "source.geo", "source.as",
    "tags", "target", "tls", "user", "user_agent",
  ]

  /// The rows follow the mapping of Elastic's AWS integration, whose names stand in the field reference
  /// https://www.elastic.co/docs/reference/integrations/aws/cloudtrail.
  private static let rows: [String: RecordField] = [
    "event.dataset": .constant("aws.cloudtrail"),
    "data_stream.dataset": .constant("aws.cloudtrail"),
    "data_stream.type": .constant("logs"),
    "data_stream.namespace": .constant("default"),
    "event.module": .constant("aws"),
    "cloud.provider": .constant("aws"),
    "@timestamp": .time,
    "event.action": .moved(.eventName),
    "event.provider": .moved(.eventSource),
    "event.id": .moved(.eventID),
    "event.outcome": .outcome,
    "event.category": .categories,
    "event.type": .types,
    "user.name": .userName,
    "user.id": .userID,
    "user.target.name": .moved(.requestUserName),
    "user_agent.original": .text(.userAgent),
    "source.address": .moved(.sourceIPAddress),
    "source.ip": .sourceIP,
    "cloud.region": .moved(.awsRegion),
    "cloud.account.id": .accountID,
    "tls.client.server_name": .moved(.hostHeader),
    "aws.cloudtrail.resources.arn": .resource("ARN"),
    "aws.cloudtrail.resources.account_id": .resource("accountId"),
    "aws.cloudtrail.resources.type": .resource("type"),
    "aws.cloudtrail.event_version": .moved(.eventVersion),
    "aws.cloudtrail.event_type": .moved(.eventType),
    "aws.cloudtrail.event_category": .moved(.eventCategory),
    "aws.cloudtrail.read_only": .moved(.readOnly),
    "aws.cloudtrail.request_id": .moved(.requestID),
    "aws.cloudtrail.error_code": .moved(.errorCode),
    "aws.cloudtrail.error_message": .moved(.errorMessage),
    "aws.cloudtrail.recipient_account_id": .moved(.recipientAccountId),
    "aws.cloudtrail.session_credential_from_console": .moved(.sessionCredentialFromConsole),
    "aws.cloudtrail.user_identity.type": .moved(.identityType),
    "aws.cloudtrail.user_identity.arn": .moved(.identityArn),
    "aws.cloudtrail.user_identity.access_key_id": .moved(.identityAccessKeyId),
    "aws.cloudtrail.user_identity.invoked_by": .moved(.identityInvokedBy),
    "aws.cloudtrail.user_identity.session_context.mfa_authenticated": .moved(.mfaAuthenticated),
    "aws.cloudtrail.user_identity.session_context.session_issuer.type": .moved(.issuerType),
    "aws.cloudtrail.user_identity.session_context.session_issuer.principal_id": .moved(.issuerPrincipalId),
    "aws.cloudtrail.user_identity.session_context.session_issuer.arn": .moved(.issuerArn),
    "aws.cloudtrail.user_identity.session_context.session_issuer.account_id": .moved(.issuerAccountId),
    "related.entity": .entities(.related),
    "entity.id": .entities(.entity),
    "entity.target.id": .entities(.entityTarget),
    "actor.entity.id": .entities(.actorEntity),
    "target.entity.id": .entities(.targetEntity),
    "user.entity.id": .entities(.userEntity),
    "user.target.entity.id": .entities(.userTargetEntity),
    "host.entity.id": .entities(.hostEntity),
    "host.target.entity.id": .entities(.hostTargetEntity),
    "service.entity.id": .entities(.serviceEntity),
    "service.target.entity.id": .entities(.serviceTargetEntity),
    "aws.cloudtrail.console_login.additional_eventdata.mfa_used": .isMultiFactor,
    "aws.cloudtrail.request_parameters": .payload(.requestParameters),
    "aws.cloudtrail.response_elements": .payload(.responseElements),
    "aws.cloudtrail.service_event_details": .payload(.serviceEventDetails),
  ]

  private static func agent(_ path: String) -> RecordField? {
    guard path.hasPrefix("user_agent.") else { return nil }
    return .agent(path.split(separator: ".").dropFirst().map(String.init))
  }

  private static func flattened(_ path: String) -> RecordField? {
    let payloads: [(String, RecordSlot)] = [
      ("aws.cloudtrail.flattened.request_parameters.", .requestParameters),
      ("aws.cloudtrail.flattened.response_elements.", .responseElements),
    ]
    for (prefix, slot) in payloads where path.hasPrefix(prefix) {
      let keys = path.dropFirst(prefix.count).split(separator: ".").map(String.init)
      return keys.isEmpty ? nil : .flattened(slot, path: keys)
    }
    return nil
  }
}
