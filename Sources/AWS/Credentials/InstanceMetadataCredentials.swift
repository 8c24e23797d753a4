/// The role of an EC2 instance, from the instance metadata service, version 2 only: a token is fetched first, so that a
/// request that somebody else smuggles in gets nothing.
///
/// Source: Amazon EC2 User Guide, "Use the Instance Metadata Service to access instance metadata".
public struct InstanceMetadataCredentials: CredentialsProvider {
  private let surroundings: AWSSurroundings
  private let patience: Duration

  /// The service of these surroundings: `AWS_EC2_METADATA_SERVICE_ENDPOINT`, or its well-known address.
  ///
  /// - Parameters:
  ///   - surroundings: Variables.
  ///   - patience: How long one answer is waited for. Where there is no such service nobody says so.
  public init(surroundings: AWSSurroundings, patience: Duration = .seconds(1)) {
    self.surroundings = surroundings
    self.patience = patience
  }

  /// The name of the source.
  public var name: String { "instance metadata" }

  /// The credentials of the instance's role.
  public func credentials() async throws(CredentialsError) -> AWSCredentials {
    let token = try await token()
    let folder = "/latest/meta-data/iam/security-credentials/"
    let role = try await text(folder, token)
    guard let role = role.split(whereSeparator: \.isNewline).first.map(String.init) else {
      throw .notConfigured(provider: name, reason: "the instance has no role")
    }
    guard role.utf8.allSatisfy(Self.isRoleByte) else {
      throw .failed(provider: name, reason: "the name of the role is not valid")
    }
    let response = try await get(folder + role, token)
    guard response.status == 200 else {
      throw .failed(provider: name, reason: "answers with HTTP status \(response.status) for role \(role)")
    }
    return try CredentialsDocument.read(response.body, provider: name)
  }

  /// The region of the instance.
  func region() async throws(CredentialsError) -> String {
    try await text("/latest/meta-data/placement/region", try await token())
  }

  private func token() async throws(CredentialsError) -> Secret {
    guard surroundings.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() != "true" else {
      throw .notConfigured(provider: name, reason: "AWS_EC2_METADATA_DISABLED is set")
    }
    let response = try await request.send(
      "PUT", endpoint + "/latest/api/token",
      headers: [
        HeaderField("X-aws-ec2-metadata-token-ttl-seconds", "21600"), HeaderField("User-Agent", "nightjar"),
      ])
    guard response.status == 200, !response.body.isEmpty,
      let token = String(validating: response.body, as: UTF8.self), !token.contains(where: \.isNewline)
    else {
      throw .notConfigured(provider: name, reason: "gives no token (HTTP status \(response.status))")
    }
    return Secret(token)
  }

  private func text(_ path: String, _ token: Secret) async throws(CredentialsError) -> String {
    let response = try await get(path, token)
    guard response.status == 200, let text = String(validating: response.body, as: UTF8.self) else {
      throw .notConfigured(provider: name, reason: "answers with HTTP status \(response.status) for \(path)")
    }
    return text
  }

  private func get(_ path: String, _ token: Secret) async throws(CredentialsError) -> AWSResponse {
    try await request.send(
      "GET", endpoint + path,
      headers: [
        HeaderField("X-aws-ec2-metadata-token", token.reveal()), HeaderField("User-Agent", "nightjar"),
      ])
  }

  private var request: MetadataRequest {
    MetadataRequest(provider: name, surroundings: surroundings, attempts: 2, patience: patience)
  }

  private var endpoint: String {
    if let endpoint = surroundings.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT") {
      return endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
    }
    let isIPv6 = surroundings.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")?.lowercased() == "ipv6"
    return isIPv6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
  }

  /// Names of roles are made of these characters.
  private static func isRoleByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "+=,.@_-".utf8.contains(byte)
    }
  }
}
