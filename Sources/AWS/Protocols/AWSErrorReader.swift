import Events
import OrderedCollections

/// Reads the error answers of all protocols.
///
/// Source: Smithy, "AWS protocols" (operation error serialization); Amazon S3 API Reference, "Error responses".
struct AWSErrorReader {
  let service: AWSService
  let operation: String

  func error(_ response: AWSResponse) -> AWSError {
    let fields: Fields
    switch service.wire {
    case .json, .restJSON: fields = json(response)
    case .query, .restXML: fields = xml(response)
    }
    let code = fields.code ?? response.headers.first("x-amz-error-code") ?? Self.code(response.status)
    return AWSError(
      kind: .service, service: service.name, operation: operation, code: Self.shortened(code),
      message: Self.firstLine(fields.message ?? ""), status: response.status,
      requestID: response.requestID ?? fields.requestID,
      isRetryable: AWSErrorCodes.isRetryable(code: Self.shortened(code), status: response.status),
      retryAfter: Self.retryAfter(response))
  }

  private struct Fields {
    var code: String?
    var message: String?
    var requestID: String?
  }

  private func json(_ response: AWSResponse) -> Fields {
    let json = (try? JSONReader.read(response.body)) ?? .object([:])
    // SQS names the codes of its older protocol here, which its documentation still uses.
    let query = response.headers.first("x-amzn-query-error")?.split(separator: ";").first.map(String.init)
    let type =
      response.headers.first("x-amzn-errortype") ?? json["__type"]?.string ?? json["code"]?.string
      ?? json["Code"]?.string
    return Fields(
      code: type ?? query, message: json["message"]?.string ?? json["Message"]?.string, requestID: nil)
  }

  private func xml(_ response: AWSResponse) -> Fields {
    guard let root = try? XMLReader.read(response.body) else { return Fields() }
    let error = root.name == "Error" ? root : root["Error"] ?? root["Errors"]?["Error"]
    return Fields(
      code: error?.optional("Code"), message: error?.optional("Message"),
      requestID: root.optional("RequestId") ?? root.optional("RequestID"))
  }

  /// The further lines of a message about a wrong signature repeat the request, with the session token in it.
  private static func firstLine(_ message: String) -> String {
    let line = message.split(whereSeparator: \.isNewline).first ?? ""
    return String(line.prefix(2000))
  }

  /// `aws.protocol#Code:http://…` without what stands around the code.
  private static func shortened(_ code: String) -> String {
    let tail = code.split(separator: "#", omittingEmptySubsequences: false).last ?? ""
    return String((tail.split(separator: ":").first ?? "").prefix(200))
  }

  /// Answers to HEAD requests have no body, and so no code.
  private static func code(_ status: Int) -> String {
    switch status {
    case 301, 307: "PermanentRedirect"
    case 400: "BadRequest"
    case 403: "Forbidden"
    case 404: "NotFound"
    case 412: "PreconditionFailed"
    default: "HTTP\(status)"
    }
  }

  private static func retryAfter(_ response: AWSResponse) -> Duration? {
    if let milliseconds = response.headers.first("x-amz-retry-after").flatMap({ Int($0) }) {
      return .milliseconds(max(0, milliseconds))
    }
    return response.headers.first("retry-after").flatMap { Int($0) }.map { .seconds(max(0, $0)) }
  }
}
