import Events

/// A policy of an organisation, without its text.
public struct OrganizationPolicy: Sendable, Hashable {
  /// The identifier, such as `p-examplepolicyid111`.
  public let id: String
  /// The ARN.
  public let arn: String?
  /// The name.
  public let name: String
  /// The type, such as `SERVICE_CONTROL_POLICY`.
  public let type: String?
  /// Whether AWS maintains it.
  public let isAWSManaged: Bool

  init(_ json: JSON) throws(AWSDecodingError) {
    id = try json.text("Id")
    arn = json["Arn"]?.string
    name = try json.text("Name")
    type = json["Type"]?.string
    isAWSManaged = json["AwsManaged"]?.bool ?? false
  }
}
