import Foundation

/// The role of an ECS task or an EKS pod, from the endpoint that `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` or
/// `AWS_CONTAINER_CREDENTIALS_FULL_URI` names.
///
/// Source: AWS SDKs and Tools Reference Guide, "Container credential provider".
public struct ContainerCredentials: CredentialsProvider {
  private let surroundings: AWSSurroundings
  private let taskEndpoint: String
  private let patience: Duration

  /// The endpoint of these surroundings.
  ///
  /// - Parameters:
  ///   - surroundings: Variables and files.
  ///   - taskEndpoint: What relative addresses are relative to.
  ///   - patience: How long one answer is waited for.
  public init(
    surroundings: AWSSurroundings, taskEndpoint: String = "http://169.254.170.2",
    patience: Duration = .seconds(2)
  ) {
    self.surroundings = surroundings
    self.patience = patience
    self.taskEndpoint = taskEndpoint
  }

  /// The name of the source.
  public var name: String { "container" }

  /// The credentials of the task or the pod.
  public func credentials() async throws(CredentialsError) -> AWSCredentials {
    let url = try address()
    var headers = [HeaderField("Accept", "application/json"), HeaderField("User-Agent", "nightjar")]
    if let token = try token() { headers.append(HeaderField("Authorization", token.reveal())) }
    let response = try await MetadataRequest(provider: name, surroundings: surroundings, patience: patience)
      .send("GET", url, headers: headers)
    guard response.status == 200 else {
      throw .failed(provider: name, reason: "the endpoint answers with HTTP status \(response.status)")
    }
    return try CredentialsDocument.read(response.body, provider: name)
  }

  private func address() throws(CredentialsError) -> String {
    if let relative = surroundings.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
      guard relative.hasPrefix("/") else {
        throw .failed(
          provider: name, reason: "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI must begin with a slash")
      }
      return taskEndpoint + relative
    }
    guard let full = surroundings.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") else {
      throw .notConfigured(
        provider: name, reason: "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and …_FULL_URI are not set")
    }
    guard Self.isTrusted(full) else {
      throw .failed(
        provider: name,
        reason:
          "AWS_CONTAINER_CREDENTIALS_FULL_URI must be https, or lead to this machine or a container host")
    }
    return full
  }

  /// Without encryption only addresses that never leave the machine are asked.
  private static func isTrusted(_ url: String) -> Bool {
    guard let parts = URLComponents(string: url), let host = parts.host, parts.user == nil else {
      return false
    }
    if parts.scheme == "https" { return true }
    let known = [
      "localhost", "[::1]", "::1", "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]", "fd00:ec2::23",
    ]
    return parts.scheme == "http" && (known.contains(host) || isLoopback(host))
  }

  private static func isLoopback(_ host: String) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
    return parts.count == 4 && parts[0] == 127 && host.split(separator: ".").count == 4
  }

  private func token() throws(CredentialsError) -> Secret? {
    let text: String
    if let path = surroundings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
      do {
        guard let bytes = try surroundings.readFile(path) else {
          throw CredentialsError.failed(provider: name, reason: "\(path) does not exist")
        }
        text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      } catch let error as CredentialsError {
        throw error
      } catch {
        throw .failed(provider: name, reason: "\(path) cannot be read: \(error)")
      }
    } else if let value = surroundings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN") {
      text = value
    } else {
      return nil
    }
    guard !text.contains(where: \.isNewline) else {
      throw .failed(provider: name, reason: "the authorization token has line breaks")
    }
    return Secret(text)
  }
}
