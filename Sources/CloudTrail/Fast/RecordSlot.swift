public import Events

/// The values of a record that are noted while it is read: those that say what shape it has, and those that the
/// fields of rules are computed from most often.
public enum RecordSlot: Int, CaseIterable, Sendable {
  // Shapes and envelopes.
  case records, events, hits, detail, detailType, cloudTrailEvent, source, id, index, eventData, message, type
  case record, logEvents, logMessage
  case timestamp, event, ecs, dataStream, dottedAction, dottedDataset, dottedCategory

  // CloudTrail records.
  case eventVersion, eventTime, eventSource, eventName, awsRegion, sourceIPAddress, userAgent
  case requestParameters, responseElements, additionalEventData, serviceEventDetails
  case errorCode, errorMessage, requestID, eventID, eventType, eventCategory, readOnly
  case recipientAccountId, awsAccountId, sessionCredentialFromConsole, digestS3Object
  case identityType, identityUserName, identityPrincipalId, identityArn, identityAccountId,
    identityAccessKeyId
  case identityInvokedBy, issuerType, issuerUserName, issuerPrincipalId, issuerArn, issuerAccountId
  case mfaAuthenticated, onBehalfOfUserId
  case resources
  case requestUserName, consoleLogin, additionalUserName, additionalMFAUsed, hostHeader

  /// The keys that lead to the value.
  public var path: [String] {
    switch self {
    case .records: ["Records"]
    case .events: ["Events"]
    case .hits: ["hits", "hits"]
    case .detail: ["detail"]
    case .detailType: ["detail-type"]
    case .cloudTrailEvent: ["CloudTrailEvent"]
    case .source: ["_source"]
    case .id: ["_id"]
    case .index: ["_index"]
    case .eventData: ["eventData"]
    case .message: ["Message"]
    case .type: ["Type"]
    case .logMessage: ["message"]
    case .timestamp: ["@timestamp"]
    case .event: ["event"]
    case .ecs: ["ecs"]
    case .dataStream: ["data_stream"]
    case .dottedAction: ["event.action"]
    case .dottedDataset: ["event.dataset"]
    case .dottedCategory: ["event.category"]
    case .identityType: ["userIdentity", "type"]
    case .identityUserName: ["userIdentity", "userName"]
    case .identityPrincipalId: ["userIdentity", "principalId"]
    case .identityArn: ["userIdentity", "arn"]
    case .identityAccountId: ["userIdentity", "accountId"]
    case .identityAccessKeyId: ["userIdentity", "accessKeyId"]
    case .identityInvokedBy: ["userIdentity", "invokedBy"]
    case .issuerType: ["userIdentity", "sessionContext", "sessionIssuer", "type"]
    case .issuerUserName: ["userIdentity", "sessionContext", "sessionIssuer", "userName"]
    case .issuerPrincipalId: ["userIdentity", "sessionContext", "sessionIssuer", "principalId"]
    case .issuerArn: ["userIdentity", "sessionContext", "sessionIssuer", "arn"]
    case .issuerAccountId: ["userIdentity", "sessionContext", "sessionIssuer", "accountId"]
    case .mfaAuthenticated: ["userIdentity", "sessionContext", "attributes", "mfaAuthenticated"]
    case .onBehalfOfUserId: ["userIdentity", "onBehalfOf", "userId"]
    case .requestUserName: ["requestParameters", "userName"]
    case .consoleLogin: ["responseElements", "ConsoleLogin"]
    case .additionalUserName: ["additionalEventData", "UserName"]
    case .additionalMFAUsed: ["additionalEventData", "MFAUsed"]
    case .hostHeader: ["tlsDetails", "clientProvidedHostHeader"]
    default: ["\(self)"]
    }
  }

  /// The plan that fills these slots; the number of a slot is the raw value of its case.
  public static let plan = SlotPlan(paths: allCases.map(\.path))
}

extension SlotScanner {
  /// The slot of a value in the latest scan of a scanner that was made for `RecordSlot.plan`.
  @inlinable
  public subscript(slot: RecordSlot) -> Slot { slots[slot.rawValue] }
}
