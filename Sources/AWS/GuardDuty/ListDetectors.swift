public import Events

/// Reads the identifiers of the detectors of the region; there is one at most.
public struct ListDetectors: AWSRESTOperation, AWSPagedOperation {
  /// What the list is of.
  public typealias Item = String

  /// What the call gives.
  public typealias Output = AWSPage<String>

  /// The service.
  public static let service = AWSService.guardDuty

  /// The token of the page before.
  public var nextToken: String?

  /// The detectors.
  public init(nextToken: String? = nil) {
    self.nextToken = nextToken
  }

  /// The HTTP method.
  public var method: String { "GET" }

  /// The path.
  public var path: String { "/detector" }

  /// The query.
  public var query: [(name: String, value: String)] {
    nextToken.map { [("nextToken", $0)] } ?? []
  }

  /// A page of identifiers.
  public func output(json: JSON) throws(AWSDecodingError) -> AWSPage<String> {
    AWSPage(json.texts("detectorIds"), nextToken: json["nextToken"]?.string)
  }
}
