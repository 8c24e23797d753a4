public import Events
public import OrderedCollections

/// Hands findings in the AWS Security Finding Format to Security Hub.
public struct BatchImportFindings: AWSRESTOperation {
  /// What the call gives.
  public typealias Output = ImportedFindings

  /// The service.
  public static let service = AWSService.securityHub

  /// The findings, one to a hundred.
  public var findings: [JSONObject]

  /// Findings to hand over.
  public init(findings: [JSONObject]) {
    self.findings = findings
  }

  /// The HTTP method.
  public var method: String { "POST" }

  /// The path.
  public var path: String { "/findings/import" }

  /// The members of the body.
  public var input: JSONObject? {
    ["Findings": .array(findings.map { .object($0) })]
  }

  /// What was taken.
  public func output(json: JSON) throws(AWSDecodingError) -> ImportedFindings {
    var failures: [ImportedFindings.Failure] = []
    for entry in json.list("FailedFindings") {
      failures.append(
        ImportedFindings.Failure(
          findingID: try entry.text("Id"), code: try entry.text("ErrorCode"),
          message: entry["ErrorMessage"]?.string ?? ""))
    }
    guard let count = json["SuccessCount"]?.integer else {
      throw AWSDecodingError("the answer lacks SuccessCount")
    }
    return ImportedFindings(successCount: count, failures: failures)
  }
}
