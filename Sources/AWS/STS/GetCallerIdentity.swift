/// Tells who the credentials belong to. Needs no permission.
public struct GetCallerIdentity: AWSQueryOperation {
  /// A principal.
  public struct Output: Sendable, Hashable {
    /// The account.
    public let account: String
    /// The ARN of the user or the role session.
    public let arn: String
    /// The unique identifier.
    public let userID: String
  }

  /// The service.
  public static let service = AWSService.sts

  /// The caller.
  public init() {}

  /// None.
  public var parameters: [(name: String, value: String)] { [] }

  /// The principal.
  public func output(xml result: XMLNode?) throws(AWSDecodingError) -> Output {
    guard let result else { throw AWSDecodingError("the answer lacks GetCallerIdentityResult") }
    return Output(
      account: try result.required("Account"), arn: try result.required("Arn"),
      userID: try result.required("UserId"))
  }
}
