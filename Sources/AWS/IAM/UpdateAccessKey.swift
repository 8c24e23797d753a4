/// Makes an access key usable or unusable.
public struct UpdateAccessKey: AWSQueryOperation {
  /// What the call gives.
  public typealias Output = Void

  /// The service.
  public static let service = AWSService.iam

  /// The name of the user; nil for the caller.
  public var userName: String?
  /// The identifier of the key.
  public var accessKeyID: String
  /// What it is to be.
  public var status: AccessKeyStatus

  /// A change of a key.
  public init(userName: String? = nil, accessKeyID: String, status: AccessKeyStatus) {
    self.userName = userName
    self.accessKeyID = accessKeyID
    self.status = status
  }

  /// The parameters.
  public var parameters: [(name: String, value: String)] {
    var parameters = QueryParameters()
    parameters.set("UserName", userName)
    parameters.set("AccessKeyId", accessKeyID)
    parameters.set("Status", status.rawValue)
    return parameters.all
  }
}
