/// Tells when and where an access key was last used.
public struct GetAccessKeyLastUsed: AWSQueryOperation {
  /// What the call gives.
  public typealias Output = AccessKeyLastUsed

  /// The service.
  public static let service = AWSService.iam

  /// The identifier of the key.
  public var accessKeyID: String

  /// A key.
  public init(accessKeyID: String) {
    self.accessKeyID = accessKeyID
  }

  /// The parameters.
  public var parameters: [(name: String, value: String)] {
    var parameters = QueryParameters()
    parameters.set("AccessKeyId", accessKeyID)
    return parameters.all
  }

  /// The latest use.
  public func output(xml result: XMLNode?) throws(AWSDecodingError) -> AccessKeyLastUsed {
    guard let result else { throw AWSDecodingError("the answer lacks \(operationName)Result") }
    let use = result["AccessKeyLastUsed"]
    func known(_ name: String) -> String? { use?.optional(name).flatMap { $0 == "N/A" ? nil : $0 } }
    return AccessKeyLastUsed(
      userName: result.optional("UserName"), lastUsedDate: use?.time("LastUsedDate"),
      serviceName: known("ServiceName"), region: known("Region"))
  }
}
