import Events
import TestSupport
import Testing

@testable import AWS

/// Credentials of containers and instances. No peer for their endpoints can be installed, so a loopback server stands in
/// for them.
@Suite struct MetadataCredentialsTests: CredentialsTesting {
  private static let document =
    #"{"Code":"Success","AccessKeyId":"ASIA1","SecretAccessKey":"hidden","Token":"tok","Expiration":"2026-01-01T00:00:00Z"}"#

  @Test func containers() async throws {
    let seen = Log<String>()
    let server = try await LoopbackServer { request in
      seen.add("\(request.uri) \(request.headers["authorization"] ?? "-")")
      return request.uri.hasPrefix("/good") ? .init(200, Self.document) : .init(404, "{}")
    }
    let relative = ContainerCredentials(
      surroundings: surroundings(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/good/1"]),
      taskEndpoint: server.endpoint, patience: .seconds(60))
    let credentials = try await relative.credentials()
    #expect(credentials.accessKeyID == "ASIA1" && credentials.expiration == Timestamp("2026-01-01T00:00:00Z"))
    let full = ContainerCredentials(
      surroundings: surroundings(
        [
          "AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(server.endpoint)/good/2",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/t",
        ], files: ["/t": "bearer-1\n"]), patience: .seconds(60))
    #expect(try await full.credentials().sessionToken == Secret("tok"))
    let plain = ContainerCredentials(
      surroundings: surroundings([
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(server.endpoint)/bad",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": "bearer-2",
      ]), patience: .seconds(60))
    #expect(
      await failure(plain)
        == .failed(provider: "container", reason: "the endpoint answers with HTTP status 404"))
    #expect(seen.entries == ["/good/1 -", "/good/2 bearer-1", "/bad bearer-2"])
  }

  @Test(arguments: [
    "http://example.com/x", "http://10.0.0.1/x", "http://127.0.0.1.example.com/x", "http://u:p@localhost/x",
    "ftp://localhost/x", "http://128.0.0.1/", "localhost",
  ])
  func containerAddressesThatAreNotTrusted(_ url: String) async {
    let provider = ContainerCredentials(
      surroundings: surroundings(["AWS_CONTAINER_CREDENTIALS_FULL_URI": url]))
    guard case .failed(_, let reason) = await failure(provider) else {
      Issue.record("was asked: \(url)")
      return
    }
    #expect(reason.contains("https"))
  }

  @Test func instances() async throws {
    let seen = Log<String>()
    let server = try await LoopbackServer { request in
      seen.add("\(request.method) \(request.uri)")
      if request.method == "PUT", request.uri == "/latest/api/token",
        request.headers["x-aws-ec2-metadata-token-ttl-seconds"] == "21600"
      {
        return .init(200, "TOKEN==")
      }
      guard request.headers["x-aws-ec2-metadata-token"] == "TOKEN==" else { return .init(401) }
      switch request.uri {
      case "/latest/meta-data/iam/security-credentials/": return .init(200, "web-role\n")
      case "/latest/meta-data/iam/security-credentials/web-role": return .init(200, Self.document)
      case "/latest/meta-data/placement/region": return .init(200, "ap-northeast-1")
      default: return .init(404)
      }
    }
    let variables = [
      "AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.endpoint + "/",
    ]
    let provider = InstanceMetadataCredentials(surroundings: surroundings(variables), patience: .seconds(60))
    #expect(try await provider.credentials().accessKeyID == "ASIA1")
    #expect(seen.entries.count == 3)
    #expect(try await provider.region() == "ap-northeast-1")
    #expect(
      await failure(InstanceMetadataCredentials(surroundings: surroundings()))
        == .notConfigured(provider: "instance metadata", reason: "AWS_EC2_METADATA_DISABLED is set"))
  }

  @Test(arguments: [
    ("", "no role"), ("../../x", "not valid"), ("role", "lacks AccessKeyId"),
    ("failing", "AssumeRoleUnauthorizedAccess"),
  ])
  func instancesWithoutCredentials(_ role: String, _ reason: String) async throws {
    let server = try await LoopbackServer { request in
      if request.method == "PUT" { return .init(200, "T") }
      if request.uri.hasSuffix("/") { return .init(200, role) }
      return request.uri.hasSuffix("failing")
        ? .init(200, #"{"Code":"AssumeRoleUnauthorizedAccess"}"#) : .init(200, #"{"Code":"Success"}"#)
    }
    let provider = InstanceMetadataCredentials(
      surroundings: surroundings([
        "AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.endpoint,
      ]), patience: .seconds(60))
    let error = await failure(provider)
    #expect(error.map { "\($0)" }?.contains(reason) == true, "\(String(describing: error))")
  }
}
