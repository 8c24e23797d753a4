public import HTTPTypes

/// Why a request is not answered as asked. Each part of the server renders it in the form that its clients know.
public struct APIFailure: Error, Sendable, Hashable {
  /// The status of the response.
  public var status: HTTPResponse.Status
  /// Elasticsearch's name of the kind of failure, such as `illegal_argument_exception`.
  public var type: String
  /// What is wrong and what to do, in words. Never a secret, never a value of stored data.
  public var reason: String
  /// Headers of the response.
  public var headers: HTTPFields

  /// A failure.
  public init(
    _ status: HTTPResponse.Status, _ type: String, _ reason: String, headers: HTTPFields = [:]
  ) {
    self.status = status
    self.type = type
    self.reason = reason
    self.headers = headers
  }

  /// The request says something that cannot be.
  public static func bad(_ reason: String, type: String = "illegal_argument_exception") -> APIFailure {
    APIFailure(.badRequest, type, reason)
  }

  /// What was asked for does not exist.
  public static func missing(_ reason: String, type: String = "resource_not_found_exception") -> APIFailure {
    APIFailure(.notFound, type, reason)
  }

  /// What was asked for contradicts what is there.
  public static func conflict(_ reason: String, type: String = "resource_already_exists_exception")
    -> APIFailure
  {
    APIFailure(.conflict, type, reason)
  }

  /// Nobody is signed in.
  static let unauthenticated = APIFailure(
    .unauthorized, "security_exception", "missing authentication credentials: sign in or send an API key",
    headers: [
      .wwwAuthenticate: "ApiKey, Basic realm=\"nightjar\", charset=\"UTF-8\", Bearer realm=\"nightjar\""
    ])

  /// The credentials are wrong.
  static let badCredentials = APIFailure(
    .unauthorized, "security_exception", "unable to authenticate with the provided credentials",
    headers: unauthenticated.headers)

  /// Who asks may not do this.
  static func forbidden(_ permission: Permission) -> APIFailure {
    APIFailure(
      .forbidden, "security_exception",
      "this action needs the permission [\(permission.rawValue)], which these credentials do not have")
  }
}
