/// Reads the access keys of a user.
public struct ListAccessKeys: AWSQueryOperation, AWSPagedOperation {
  /// What the list is of.
  public typealias Item = IAMAccessKey

  /// What the call gives.
  public typealias Output = AWSPage<IAMAccessKey>

  /// The service.
  public static let service = AWSService.iam

  /// The name of the user; nil for the caller.
  public var userName: String?
  /// The token of the page before.
  public var nextToken: String?

  /// The keys of a user.
  public init(userName: String? = nil, nextToken: String? = nil) {
    self.userName = userName
    self.nextToken = nextToken
  }

  /// The parameters.
  public var parameters: [(name: String, value: String)] {
    var parameters = QueryParameters()
    parameters.set("UserName", userName)
    parameters.set("Marker", nextToken)
    return parameters.all
  }

  /// A page of keys.
  public func output(xml result: XMLNode?) throws(AWSDecodingError) -> AWSPage<IAMAccessKey> {
    guard let result else { throw AWSDecodingError("the answer lacks \(operationName)Result") }
    var items: [IAMAccessKey] = []
    for entry in result.members("AccessKeyMetadata") {
      let text = try entry.required("Status")
      guard let status = AccessKeyStatus(rawValue: text) else {
        throw AWSDecodingError("a key has the unknown status \(text.prefix(100))")
      }
      items.append(
        IAMAccessKey(
          accessKeyID: try entry.required("AccessKeyId"), userName: entry.optional("UserName"),
          status: status,
          createDate: entry.time("CreateDate")))
    }
    return AWSPage(items, nextToken: result.nextMarker)
  }
}
