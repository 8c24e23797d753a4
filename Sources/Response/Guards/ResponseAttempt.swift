import AWS

/// What guard rails look at.
struct ResponseAttempt: Sendable {
  /// The name of the playbook.
  var playbook: String
  /// What it acts on.
  var subject: ResponseSubject
  /// The ARNs of the principal that is restricted: as the alert has it, and as IAM has it.
  var principals: [IAMPrincipalName]
  /// Who asks.
  var actor: ResponseActor
  /// The rule that raised the alert.
  var rule: String
  /// Whether another response is taken back.
  var isUndo: Bool
  /// What would be done; empty while it is not known yet.
  var calls: [ResponseCall]
  /// The account of the credentials.
  var callerAccount: String
  /// The ARN of the credentials' principal.
  var callerARN: String
  /// Whether the file of the kill switch exists.
  var hasKillSwitchFile: Bool
  /// How many automatic responses were carried out within the last hour.
  var recentAutomatic: Int
  /// The settings.
  var settings: ResponseSettings

  /// Whether permissions are taken from somebody rather than given back.
  var isRestricting: Bool {
    calls.contains { call in
      switch call {
      case .putInlinePolicy: true
      case .updateAccessKey(_, _, let status): status != .active
      case .startConfigurationRecorder, .stopConfigurationRecorder, .startLogging, .stopLogging,
        .updateDetector, .deleteInlinePolicy:
        false
      }
    }
  }
}
