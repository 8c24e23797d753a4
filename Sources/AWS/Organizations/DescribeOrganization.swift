public import Events
public import OrderedCollections

/// Tells which organisation the caller's account belongs to. Every account of the organisation may ask.
public struct DescribeOrganization: AWSJSONOperation {
  /// An organisation.
  public struct Output: Sendable, Hashable {
    /// The identifier, such as `o-exampleorgid`.
    public let id: String
    /// The account that manages it, which its policies do not restrict.
    public let managementAccountID: String
  }

  /// The service.
  public static let service = AWSService.organizations

  /// The caller's organisation.
  public init() {}

  /// None.
  public var input: JSONObject { [:] }

  /// The organisation.
  public func output(json: JSON) throws(AWSDecodingError) -> Output {
    guard let organization = json["Organization"] else {
      throw AWSDecodingError("the answer lacks Organization")
    }
    return Output(
      id: try organization.text("Id"), managementAccountID: try organization.text("MasterAccountId"))
  }
}
