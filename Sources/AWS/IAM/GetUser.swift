/// Reads a user.
public struct GetUser: AWSQueryOperation {
  /// What the call gives.
  public typealias Output = IAMUser

  /// The service.
  public static let service = AWSService.iam

  /// The name; nil for the caller.
  public var userName: String?

  /// A user.
  public init(userName: String? = nil) {
    self.userName = userName
  }

  /// The parameters.
  public var parameters: [(name: String, value: String)] {
    var parameters = QueryParameters()
    parameters.set("UserName", userName)
    return parameters.all
  }

  /// The user.
  public func output(xml result: XMLNode?) throws(AWSDecodingError) -> IAMUser {
    try IAMUser(try XMLNode.child("User", of: result))
  }
}
