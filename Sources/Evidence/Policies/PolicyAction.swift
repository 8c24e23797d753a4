import Events
import OrderedCollections

/// The names that policies have for what CloudTrail records.
///
/// Source: the service authorization reference
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html).
enum PolicyAction {
  /// Services whose prefix in policies is not that of their address.
  private static let prefixes = [
    "monitoring": "cloudwatch", "access-analyzer": "access-analyzer", "email": "ses", "signin": "signin",
    "elasticmapreduce": "elasticmapreduce", "tagging": "tag", "streams.dynamodb": "dynamodb",
  ]

  /// Calls whose permission has another name.
  private static let names = [
    "s3:ListBuckets": "ListAllMyBuckets", "s3:ListObjects": "ListBucket", "s3:ListObjectsV2": "ListBucket",
    "s3:HeadBucket": "ListBucket", "s3:HeadObject": "GetObject", "s3:CopyObject": "PutObject",
    "s3:CreateMultipartUpload": "PutObject", "s3:UploadPart": "PutObject",
    "s3:CompleteMultipartUpload": "PutObject",
    "s3:DeleteObjects": "DeleteObject", "s3:GetBucketEncryption": "GetEncryptionConfiguration",
    "s3:PutBucketEncryption": "PutEncryptionConfiguration",
    "s3:DeleteBucketEncryption": "PutEncryptionConfiguration",
    "s3:PutBucketLifecycle": "PutLifecycleConfiguration",
    "s3:DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "s3:PutBucketReplication": "PutReplicationConfiguration", "s3:DeleteBucketCors": "PutBucketCORS",
    "s3:PutBucketCors": "PutBucketCORS", "s3:ListObjectVersions": "ListBucketVersions",
    "s3:DeleteBucketPublicAccessBlock": "PutBucketPublicAccessBlock", "lambda:Invoke": "InvokeFunction",
    "lambda:ListVersionsByFunction": "ListVersionsByFunction", "sts:ConsoleLogin": "ConsoleLogin",
  ]

  /// The action of a call.
  static func name(_ facts: EventFacts) -> String {
    let action = EventFacts.plainAction(facts.action)
    let name = names["\(facts.service):\(action)"] ?? action
    return "\(prefixes[facts.service] ?? facts.service):\(name)"
  }

  /// The resources of a call as policies name them. What the event does not say is `*`.
  static func resources(_ facts: EventFacts) -> [String] {
    if facts.service == "config" {
      let control = VisibilityControl.all.first { $0.id == "config.recorder" }
      if let control, control.effect(of: facts) != nil || facts.action == "PutConfigurationRecorder" {
        // Recorders have a random part at the end of their ARN, which no event names.
        return control.names(in: facts).map {
          "arn:aws:config:\(facts.region):\(facts.account):configuration-recorder/\($0)/*"
        }
      }
    }
    let arns = ResourceExtractor.find(facts).primary.map(\.id).filter { $0.hasPrefix("arn:") }
    if !arns.isEmpty { return arns }
    let ids = ResourceExtractor.find(facts).primary.map(\.id)
    guard facts.service == "ec2", !ids.isEmpty else { return [] }
    return ids.map { "arn:aws:ec2:\(facts.region):\(facts.account):*/\($0)" }
  }
}
