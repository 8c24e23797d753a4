import AWS
import Foundation
import TestSupport
import Testing

/// What happens when services fail. moto does not fail on demand, so a loopback server stands in for a failing service.
@Suite struct RetryTests {
  private func client(
    _ server: LoopbackServer, pauses: Log<Duration>, timeout: Duration = .seconds(30), attempts: Int = 4
  ) -> AWSClient {
    let surroundings = AWSSurroundings(sleep: { pauses.add($0) }, random: { 0.5 })
    return AWSClient(
      region: "us-east-1",
      credentials: StaticCredentials(AWSCredentials(accessKeyID: "A", secretAccessKey: Secret("s"))),
      endpoints: AWSEndpoints(all: server.endpoint), retries: AWSRetryPolicy(maximumAttempts: attempts),
      timeout: timeout, bodyTimeout: timeout, surroundings: surroundings)
  }

  private static let empty = #"{"ConfigurationRecorders":[]}"#

  @Test func throttlingAndServerErrorsAreTriedAgain() async throws {
    let calls = Log<String>()
    let pauses = Log<Duration>()
    let server = try await LoopbackServer { request in
      switch calls.number(request.headers["authorization"] ?? "") {
      case 0: .init(400, #"{"__type":"com.amazon#ThrottlingException","message":"slow"}"#)
      case 1: .init(503, "<html>", headers: [("Retry-After", "3")])
      case 2: .init(500, "")
      default: .init(200, Self.empty)
      }
    }
    let recorders = try await client(server, pauses: pauses).send(DescribeConfigurationRecorders())
    #expect(recorders.isEmpty && calls.entries.count == 4)
    // Half of 200 ms, the three seconds asked for, half of 800 ms.
    #expect(pauses.entries == [.milliseconds(100), .seconds(3), .milliseconds(400)])
  }

  @Test func brokenConnectionsAndSilenceAreTriedAgain() async throws {
    let calls = Log<String>()
    let server = try await LoopbackServer { request in
      switch calls.number(request.uri) {
      case 0: .init(200, "{", ending: .broken)
      case 1: .init(200, "", ending: .silent)
      default: .init(200, Self.empty)
      }
    }
    let client = client(server, pauses: Log(), timeout: .seconds(2))
    #expect(try await client.send(DescribeConfigurationRecorders()).isEmpty)
    #expect(calls.entries.count >= 3)
  }

  @Test func theHostThatIsSentIsTheOneThatWasSigned() async throws {
    let hosts = Log<String?>()
    let server = try await LoopbackServer { request in
      hosts.add(request.headers["host"])
      #expect(request.headers["authorization"]?.contains("SignedHeaders=content-type;host;") == true)
      return .init(200, Self.empty)
    }
    _ = try await client(server, pauses: Log()).send(DescribeConfigurationRecorders())
    #expect(hosts.entries == [String(server.endpoint.dropFirst("http://".count))])
  }

  @Test func triesEnd() async throws {
    let calls = Log<String>()
    let server = try await LoopbackServer { request in
      calls.add(request.uri)
      return .init(503, "", headers: [("x-amzn-requestid", "r-1")])
    }
    let error = await awsError {
      try await client(server, pauses: Log()).send(DescribeConfigurationRecorders())
    }
    #expect(error?.status == 503 && error?.isRetryable == true && error?.requestID == "r-1")
    #expect(calls.entries.count == 4)
  }

  @Test func errorsOfTheCallerAreNotTriedAgain() async throws {
    let calls = Log<String>()
    let server = try await LoopbackServer { request in
      calls.add(request.uri)
      return .init(400, #"{"__type":"AccessDeniedException","Message":"no"}"#)
    }
    let error = await awsError {
      try await client(server, pauses: Log()).send(DescribeConfigurationRecorders())
    }
    #expect(error?.code == "AccessDeniedException" && error?.message == "no" && error?.isAccessDenied == true)
    #expect(calls.entries.count == 1)
  }

  /// Services repeat the request in the error about its signature, and with it the session token.
  @Test func errorsDoNotRepeatTheRequest() async throws {
    let server = try await LoopbackServer { request in
      let token = request.headers["x-amz-security-token"] ?? ""
      let text = "The signature does not match.\\n\\nx-amz-security-token:\(token)"
      return .init(403, #"{"__type":"InvalidSignatureException","message":"\#(text)"}"#)
    }
    var client = client(server, pauses: Log())
    client.credentials = StaticCredentials(
      AWSCredentials(accessKeyID: "A", secretAccessKey: Secret("s"), sessionToken: Secret("hidden-token")))
    let error = await awsError { try await client.send(DescribeConfigurationRecorders()) }
    #expect(error?.message == "The signature does not match.")
    #expect(error.map { String(reflecting: $0) }?.contains("hidden-token") == false)
  }

  @Test func nobodyThere() async throws {
    let pauses = Log<Duration>()
    var server: LoopbackServer? = try await LoopbackServer { _ in .init(200) }
    let client = client(try #require(server), pauses: pauses)
    server = nil
    // Closing takes a moment; whatever answers until then is no recorder.
    let error = await awsError { try await client.send(GetCallerIdentity()) }
    #expect(error?.kind == .connection || error?.kind == .malformedResponse)
  }

  @Test func expiredCredentialsAreRenewedOnce() async throws {
    let tokens = Log<String>()
    let server = try await LoopbackServer { request in
      let token = request.headers["x-amz-security-token"] ?? ""
      tokens.add(token)
      return token == "new"
        ? .init(200, Self.empty)
        : .init(400, #"{"__type":"ExpiredTokenException","message":"The security token is expired"}"#)
    }
    var client = client(server, pauses: Log())
    client.credentials = Renewable()
    #expect(try await client.send(DescribeConfigurationRecorders()).isEmpty)
    #expect(tokens.entries == ["old", "new"])
  }

  private actor Renewable: CredentialsProvider {
    nonisolated let name = "renewable"
    private var token = "old"

    func credentials() async throws(CredentialsError) -> AWSCredentials {
      AWSCredentials(accessKeyID: "A", secretAccessKey: Secret("s"), sessionToken: Secret(token))
    }

    func invalidate() async { token = "new" }
  }

  @Test func bucketsOfOtherRegionsAreFound() async throws {
    let scopes = Log<String>()
    let server = try await LoopbackServer { request in
      let scope = request.headers["authorization"]?.split(separator: "/").dropFirst(2).first.map(String.init)
      scopes.add(scope ?? "")
      return scope == "eu-central-1"
        ? .init(200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")
        : .init(
          301, "<Error><Code>PermanentRedirect</Code></Error>",
          headers: [("x-amz-bucket-region", "eu-central-1")])
    }
    let client = client(server, pauses: Log())
    for _ in 0..<2 { #expect(try await client.send(ListObjectsV2(bucket: "far")).objects.isEmpty) }
    #expect(scopes.entries == ["us-east-1", "eu-central-1", "eu-central-1"])
  }

  @Test(arguments: [
    "", "{", "[]", "<html></html>", #"{"ConfigurationRecorders":[{"noName":1}]}"#, "\u{0}",
  ])
  func answersThatAreNone(_ text: String) async throws {
    let server = try await LoopbackServer { _ in .init(200, text) }
    let client = client(server, pauses: Log())
    let json = await awsError { try await client.send(DescribeConfigurationRecorderStatus()) }
    let xml = await awsError { try await client.send(GetCallerIdentity()) }
    if !text.isEmpty, text != "[]", !text.contains("noName") { #expect(json?.kind == .malformedResponse) }
    #expect(xml?.kind == .malformedResponse)
  }

  @Test(arguments: [
    #"<!DOCTYPE x [<!ENTITY a "b">]><GetCallerIdentityResponse>&a;</GetCallerIdentityResponse>"#,
    String(repeating: "<a>", count: 100_000), "<a><b></a></b>", "<a>\u{FFFE}</a>",
  ])
  func xmlThatIsRefused(_ text: String) async throws {
    let server = try await LoopbackServer { _ in .init(200, text) }
    let error = await awsError { try await client(server, pauses: Log()).send(GetCallerIdentity()) }
    #expect(error?.kind == .malformedResponse)
  }

  @Test func answersAreNotReadWithoutEnd() async throws {
    let server = try await LoopbackServer { _ in .init(200, String(repeating: "x", count: 17 << 20)) }
    let error = await awsError { try await client(server, pauses: Log()).send(GetCallerIdentity()) }
    #expect(error?.kind == .tooLarge && error?.isRetryable == false)
  }

  @Test func pausesGrowToTheirCap() {
    let policy = AWSRetryPolicy(base: .milliseconds(200), cap: .seconds(5))
    let longest = (1...9).map { policy.pause(failures: $0, retryAfter: nil, random: 1) }
    #expect(
      longest.prefix(5) == [
        .milliseconds(200), .milliseconds(400), .milliseconds(800), .milliseconds(1600), .milliseconds(3200),
      ])
    #expect(longest.suffix(4).allSatisfy { $0 == .seconds(5) })
    #expect(policy.pause(failures: 60, retryAfter: nil, random: 0) == .zero)
    #expect(policy.pause(failures: 1, retryAfter: .seconds(600), random: 0) == .seconds(5))
  }
}
