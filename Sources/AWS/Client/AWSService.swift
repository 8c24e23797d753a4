/// A service and how it is spoken to.
public struct AWSService: Sendable, Hashable {
  /// The wire protocols of the services that are used here.
  public enum Wire: Sendable, Hashable {
    /// JSON bodies with the operation in `X-Amz-Target`.
    case json(version: String, targetPrefix: String)
    /// Form bodies, XML answers.
    case query(version: String)
    /// Paths and JSON bodies.
    case restJSON
    /// Paths and XML bodies.
    case restXML
  }

  /// The name for people and errors.
  public let name: String
  /// The name in the scope of signatures, which is also the first label of the host.
  public let signingName: String
  /// What follows `AWS_ENDPOINT_URL_` in the variable that sets the endpoint.
  public let variableName: String
  /// The wire protocol.
  public let wire: Wire
  /// Whether one endpoint serves all regions of a partition.
  public let isGlobal: Bool

  private init(
    _ name: String, _ signingName: String, _ variableName: String, _ wire: Wire, isGlobal: Bool = false
  ) {
    self.name = name
    self.signingName = signingName
    self.variableName = variableName
    self.wire = wire
    self.isGlobal = isGlobal
  }

  /// AWS CloudTrail.
  public static let cloudTrail = AWSService(
    "CloudTrail", "cloudtrail", "CLOUDTRAIL",
    .json(version: "1.1", targetPrefix: "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"))
  /// AWS Config.
  public static let config = AWSService(
    "Config", "config", "CONFIG_SERVICE", .json(version: "1.1", targetPrefix: "StarlingDoveService"))
  /// Amazon GuardDuty.
  public static let guardDuty = AWSService("GuardDuty", "guardduty", "GUARDDUTY", .restJSON)
  /// AWS Identity and Access Management.
  public static let iam = AWSService("IAM", "iam", "IAM", .query(version: "2010-05-08"), isGlobal: true)
  /// AWS Organizations.
  public static let organizations = AWSService(
    "Organizations", "organizations", "ORGANIZATIONS",
    .json(version: "1.1", targetPrefix: "AWSOrganizationsV20161128"), isGlobal: true)
  /// Amazon S3.
  public static let s3 = AWSService("S3", "s3", "S3", .restXML)
  /// AWS Security Hub.
  public static let securityHub = AWSService("SecurityHub", "securityhub", "SECURITYHUB", .restJSON)
  /// Amazon Simple Notification Service.
  public static let sns = AWSService("SNS", "sns", "SNS", .query(version: "2010-03-31"))
  /// Amazon Simple Queue Service.
  public static let sqs = AWSService(
    "SQS", "sqs", "SQS", .json(version: "1.0", targetPrefix: "AmazonSQS"))
  /// AWS Security Token Service.
  public static let sts = AWSService("STS", "sts", "STS", .query(version: "2011-06-15"))

  /// All services.
  public static let all = [
    cloudTrail, config, guardDuty, iam, organizations, s3, securityHub, sns, sqs, sts,
  ]
}
