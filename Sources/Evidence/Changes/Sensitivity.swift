/// How much a change matters, by what it lets its author do next.
public enum Sensitivity: Int, Sendable, Hashable, Comparable, CaseIterable {
  case low
  case medium
  case high
  case critical

  /// Orders from low to critical.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// The name.
  public var name: String {
    switch self {
    case .low: "low"
    case .medium: "medium"
    case .high: "high"
    case .critical: "critical"
    }
  }

  /// One row of the table: calls of a service, and what they let somebody do. A name that ends in `*` is a beginning.
  private struct Row {
    let service: String
    let calls: [String]
    let level: Sensitivity
    let why: String
  }

  private static let table: [Row] = [
    Row(
      service: "iam",
      calls: [
        "CreateAccessKey", "CreateLoginProfile", "UpdateLoginProfile", "CreateUser",
        "CreateServiceSpecificCredential", "UploadSigningCertificate", "UpdateAccessKey",
      ],
      level: .critical, why: "credentials that outlive the session"),
    Row(
      service: "iam",
      calls: [
        "UpdateAssumeRolePolicy", "CreateSAMLProvider", "CreateOpenIDConnectProvider",
        "UpdateSAMLProvider", "AddClientIDToOpenIDConnectProvider",
      ],
      level: .critical, why: "who may take a role"),
    Row(
      service: "iam",
      calls: [
        "Attach*", "Put*Policy", "CreatePolicyVersion", "SetDefaultPolicyVersion",
        "AddUserToGroup", "AddRoleToInstanceProfile", "Delete*PermissionsBoundary", "Put*PermissionsBoundary",
      ],
      level: .critical, why: "more permissions"),
    Row(
      service: "iam",
      calls: [
        "DeactivateMFADevice", "DeleteVirtualMFADevice", "DeleteAccountPasswordPolicy",
        "UpdateAccountPasswordPolicy",
      ],
      level: .critical, why: "weaker sign-in"),
    Row(service: "iam", calls: ["*"], level: .high, why: "identities and permissions"),
    Row(
      service: "organizations", calls: ["*"], level: .critical, why: "guard rails of all accounts"),
    Row(
      service: "cloudtrail", calls: ["Stop*", "Delete*", "Update*", "Put*"], level: .critical,
      why: "the audit log itself"),
    Row(
      service: "config", calls: ["Stop*", "Delete*", "Put*"], level: .high,
      why: "the record of configurations"),
    Row(
      service: "guardduty",
      calls: ["Delete*", "Update*", "Disassociate*", "Stop*", "Create*Filter", "CreateIPSet"],
      level: .critical, why: "threat detection"),
    Row(
      service: "securityhub", calls: ["Disable*", "BatchDisable*", "Update*", "Delete*"], level: .high,
      why: "security findings"),
    Row(
      service: "kms",
      calls: [
        "ScheduleKeyDeletion", "DisableKey", "PutKeyPolicy", "CreateGrant",
        "DeleteImportedKeyMaterial",
      ],
      level: .critical, why: "keys that data depends on"),
    Row(service: "kms", calls: ["*"], level: .medium, why: "encryption keys"),
    Row(
      service: "s3",
      calls: [
        "PutBucketPolicy", "PutBucketAcl", "DeleteBucketPolicy", "PutBucketPublicAccessBlock",
        "DeleteBucketPublicAccessBlock", "PutAccountPublicAccessBlock", "PutBucketReplication",
        "PutObjectAcl",
      ],
      level: .critical, why: "who may read the data"),
    Row(
      service: "s3",
      calls: [
        "DeleteBucket*", "PutBucketLogging", "PutBucketLifecycle*", "PutBucketVersioning",
        "PutBucketEncryption",
      ],
      level: .high, why: "how data is kept"),
    Row(
      service: "ec2",
      calls: [
        "AuthorizeSecurityGroupIngress", "ModifySnapshotAttribute", "ModifyImageAttribute",
        "DisableEbsEncryptionByDefault", "ModifyInstanceMetadataOptions", "CreateVpcPeeringConnection",
      ],
      level: .critical, why: "what can be reached from outside"),
    Row(
      service: "ec2",
      calls: [
        "RunInstances", "ModifyInstanceAttribute", "AuthorizeSecurityGroupEgress",
        "CreateNetworkAclEntry", "ReplaceNetworkAclEntry", "CreateRoute", "ReplaceRoute", "CreateKeyPair",
        "ImportKeyPair", "AssociateIamInstanceProfile", "ReplaceIamInstanceProfileAssociation",
        "CreateSnapshot*",
        "CreateImage", "GetPasswordData", "DeleteFlowLogs", "CreateVpcEndpoint", "TerminateInstances",
      ],
      level: .high, why: "machines and networks"),
    Row(
      service: "ec2", calls: ["CreateTags", "DeleteTags"], level: .low, why: "labels"),
    Row(service: "ec2", calls: ["*"], level: .medium, why: "machines and networks"),
    Row(
      service: "lambda",
      calls: [
        "AddPermission*", "UpdateFunctionCode*", "CreateFunction*",
        "UpdateFunctionConfiguration*", "CreateEventSourceMapping*", "CreateFunctionUrlConfig*",
      ],
      level: .high, why: "code that runs with a role"),
    Row(
      service: "secretsmanager",
      calls: ["PutResourcePolicy", "DeleteSecret", "PutSecretValue", "UpdateSecret"],
      level: .high, why: "secrets"),
    Row(
      service: "ssm",
      calls: [
        "SendCommand", "StartSession", "CreateAssociation", "ModifyDocumentPermission",
        "StartAutomationExecution",
      ],
      level: .high, why: "commands on machines"),
    Row(
      service: "rds",
      calls: [
        "ModifyDBSnapshotAttribute", "ModifyDBClusterSnapshotAttribute", "ModifyDBInstance",
        "ModifyDBCluster", "DeleteDB*", "RestoreDB*", "CreateDBSnapshot", "StartExportTask",
      ],
      level: .high, why: "databases and their copies"),
    Row(
      service: "dynamodb",
      calls: ["DeleteTable", "PutResourcePolicy", "ExportTableToPointInTime", "DeleteBackup"],
      level: .high, why: "tables and their copies"),
    Row(
      service: "logs",
      calls: [
        "DeleteLogGroup", "DeleteLogStream", "PutSubscriptionFilter",
        "DeleteSubscriptionFilter", "PutRetentionPolicy",
      ],
      level: .high, why: "logs of applications"),
    Row(
      service: "logs", calls: ["CreateLogStream", "CreateLogGroup", "PutLogEvents"], level: .low, why: "logs"),
    Row(
      service: "events", calls: ["DisableRule", "DeleteRule", "RemoveTargets", "PutTargets", "PutRule"],
      level: .high, why: "what happens on events"),
    Row(
      service: "monitoring", calls: ["DeleteAlarms", "DisableAlarmActions"], level: .high, why: "alarms"),
    Row(
      service: "sns", calls: ["Subscribe", "SetTopicAttributes", "AddPermission", "DeleteTopic"],
      level: .medium, why: "notifications"),
    Row(
      service: "sqs", calls: ["SetQueueAttributes", "AddPermission", "DeleteQueue"], level: .medium,
      why: "queues"),
    Row(
      service: "ecr", calls: ["SetRepositoryPolicy", "PutImage", "DeleteRepository"], level: .high,
      why: "images"),
    Row(
      service: "ecs", calls: ["RegisterTaskDefinition", "RunTask", "UpdateService", "CreateService"],
      level: .medium, why: "containers"),
    Row(
      service: "eks", calls: ["CreateAccessEntry", "AssociateAccessPolicy", "UpdateClusterConfig"],
      level: .high,
      why: "who may enter clusters"),
    Row(
      service: "route53", calls: ["ChangeResourceRecordSets", "DeleteHostedZone", "*QueryLoggingConfig"],
      level: .high, why: "where names lead"),
    Row(
      service: "cloudformation", calls: ["CreateStack", "UpdateStack", "DeleteStack", "ExecuteChangeSet"],
      level: .medium, why: "many resources at once"),
    Row(service: "sts", calls: ["*"], level: .low, why: "sessions"),
  ]

  /// Calls that read something which helps an attacker on.
  private static let reads: [String: [String]] = [
    "secretsmanager": ["GetSecretValue", "BatchGetSecretValue"],
    "ssm": ["GetParameter*"], "kms": ["Decrypt"], "ec2": ["GetPasswordData"],
    "s3": ["GetObject"],
    "iam": ["GetAccountAuthorizationDetails", "GenerateCredentialReport", "GetCredentialReport"],
    "sts": ["AssumeRole*", "GetFederationToken", "GetSessionToken"], "rds": ["DownloadDBLogFilePortion"],
    "ecr": ["GetAuthorizationToken"], "lambda": ["GetFunction*"],
  ]

  /// How much a call matters, and why. A call that no row names matters by what it does: deleting more than creating.
  static func of(_ facts: EventFacts) -> (level: Sensitivity, why: String) {
    let action = EventFacts.plainAction(facts.action)
    for row in table where row.service == facts.service {
      if row.calls.contains(where: { fits($0, action) }) { return (row.level, row.why) }
    }
    if ["Delete", "Disable", "Terminate", "Remove", "Stop"].contains(where: action.hasPrefix) {
      return (.medium, "something ends")
    }
    return (.low, "")
  }

  /// The condition in KQL that holds for every call of `isSensitiveRead`, by the names of calls alone.
  static var readsKQL: String {
    let names = Set(reads.values.flatMap(\.self)).sorted()
    let parts = names.map { $0.contains("*") ? $0 : KQL.quoted($0) }
    return "event.action: (\(parts.joined(separator: " or ")))"
  }

  /// Whether a call only reads, but what it reads is worth having.
  static func isSensitiveRead(_ facts: EventFacts) -> Bool {
    reads[facts.service]?.contains { fits($0, facts.action) } ?? false
  }

  private static func fits(_ pattern: String, _ action: String) -> Bool {
    guard let star = pattern.firstIndex(of: "*") else { return pattern == action }
    return action.hasPrefix(pattern[..<star]) && action.hasSuffix(pattern[pattern.index(after: star)...])
  }
}
