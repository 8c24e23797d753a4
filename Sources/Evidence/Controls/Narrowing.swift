import Events

/// Reads from requests whether a control sees less afterwards.
enum Narrowing {
  /// A recorder that does not record all supported types, leaves some out, or records once a day.
  @Sendable static func ofRecorder(_ request: JSON?) -> Bool {
    let recorder = request?["configurationRecorder"]
    let group = recorder?["recordingGroup"]
    if group?["allSupported"]?.bool == false { return true }
    if !(group?[path: "exclusionByResourceTypes.resourceTypes"]?.array ?? []).isEmpty { return true }
    let strategy = group?[path: "recordingStrategy.useOnly"]?.string
    if strategy == "EXCLUSION_BY_RESOURCE_TYPES" || strategy == "INCLUSION_BY_RESOURCE_TYPES" { return true }
    if recorder?[path: "recordingMode.recordingFrequency"]?.string == "DAILY" { return true }
    let overrides = recorder?[path: "recordingMode.recordingModeOverrides"]?.array ?? []
    return overrides.contains { $0["recordingFrequency"]?.string == "DAILY" }
  }

  /// Selectors without management events, with read or write events only, or that leave sources out.
  @Sendable static func ofSelectors(_ request: JSON?) -> Bool {
    let basic = request?["eventSelectors"]?.array ?? []
    if !basic.isEmpty {
      return !basic.contains { selector in
        selector["includeManagementEvents"]?.bool != false
          && ["All", nil].contains(selector["readWriteType"]?.string)
          && (selector["excludeManagementEventSources"]?.array ?? []).isEmpty
      }
    }
    let advanced = request?["advancedEventSelectors"]?.array ?? []
    let management = advanced.filter { selector in
      fields(selector).contains { field in
        field["field"]?.string == "eventCategory"
          && (field["equals"]?.array ?? []).contains(.string("Management"))
      }
    }
    // One selector of management events without a further condition sees them all.
    return !management.contains { fields($0).count == 1 }
  }

  private static func fields(_ selector: JSON) -> [JSON] {
    selector["fieldSelectors"]?.array ?? selector["FieldSelectors"]?.array ?? []
  }

  private static let reach = [
    "isMultiRegionTrail", "includeGlobalServiceEvents", "enableLogFileValidation", "isOrganizationTrail",
  ]

  /// An update that takes regions, global services or validation away.
  @Sendable static func ofTrail(_ request: JSON?) -> Bool {
    reach.contains { request?[$0]?.bool == false }
  }

  /// An update that brings one of them back.
  @Sendable static func trailWidens(_ request: JSON?) -> Bool {
    reach.contains { request?[$0]?.bool == true }
  }

  /// `enable` is false.
  @Sendable static func isDisabled(_ request: JSON?) -> Bool { request?["enable"]?.bool == false }

  /// `enable` is true.
  @Sendable static func isEnabled(_ request: JSON?) -> Bool { request?["enable"]?.bool == true }

  /// A bucket that gets a target for its logs.
  @Sendable static func hasLogging(_ request: JSON?) -> Bool {
    guard let status = request?["BucketLoggingStatus"] else { return false }
    return status["LoggingEnabled"]?.object != nil
  }
}
