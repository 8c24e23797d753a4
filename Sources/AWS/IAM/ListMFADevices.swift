/// Reads the devices for multi-factor authentication of a user.
public struct ListMFADevices: AWSQueryOperation, AWSPagedOperation {
  /// What the list is of.
  public typealias Item = MFADevice

  /// What the call gives.
  public typealias Output = AWSPage<MFADevice>

  /// The service.
  public static let service = AWSService.iam

  /// The name of the user; nil for the caller.
  public var userName: String?
  /// The token of the page before.
  public var nextToken: String?

  /// The devices of a user.
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

  /// A page of devices.
  public func output(xml result: XMLNode?) throws(AWSDecodingError) -> AWSPage<MFADevice> {
    guard let result else { throw AWSDecodingError("the answer lacks \(operationName)Result") }
    var items: [MFADevice] = []
    for entry in result.members("MFADevices") {
      items.append(
        MFADevice(
          serialNumber: try entry.required("SerialNumber"), userName: entry.optional("UserName"),
          enableDate: entry.time("EnableDate")))
    }
    return AWSPage(items, nextToken: result.nextMarker)
  }
}
