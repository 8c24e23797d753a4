import AWS
import Events
import Foundation
import TestSupport
import Testing

/// Where credentials come from. No peer for container and instance metadata can be installed, so a loopback server
/// stands in for them; STS is a moto server.
@Suite struct CredentialsTests {
  /// Surroundings with these variables and files, and without pauses.
  private func surroundings(
    _ variables: [String: String] = [:], files: [String: String] = [:]
  ) -> AWSSurroundings {
    AWSSurroundings(
      variables: ["AWS_EC2_METADATA_DISABLED": "true"].merging(variables) { $1 }, home: "/home/u",
      readFile: { files[$0].map { Array($0.utf8) } }, sleep: { _ in })
  }

  private func client(_ surroundings: AWSSurroundings) throws -> AWSClient {
    AWSClient(
      region: "us-east-1", credentials: CredentialsChain([]),
      endpoints: AWSEndpoints(all: try MotoServer.shared().endpoint), surroundings: surroundings)
  }

  private func failure(_ provider: some CredentialsProvider) async -> CredentialsError? {
    do throws(CredentialsError) {
      _ = try await provider.credentials()
      return nil
    } catch {
      return error
    }
  }

  // MARK: Environment and files

  @Test func theEnvironment() async throws {
    let full = EnvironmentCredentials(
      surroundings: surroundings([
        "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t",
      ]))
    let credentials = try await full.credentials()
    #expect(credentials.accessKeyID == "A" && credentials.sessionToken == Secret("t"))
    let empty = EnvironmentCredentials(surroundings: surroundings(["AWS_ACCESS_KEY_ID": ""]))
    #expect(
      await failure(empty) == .notConfigured(provider: "environment", reason: "AWS_ACCESS_KEY_ID is not set"))
    let half = await failure(EnvironmentCredentials(surroundings: surroundings(["AWS_ACCESS_KEY_ID": "A"])))
    #expect("\(half.map { "\($0)" } ?? "")".contains("AWS_SECRET_ACCESS_KEY is not set"))
  }

  private static let files = [
    "/home/u/.aws/credentials": """
    # keys
    [default]
    aws_access_key_id = DEFAULTKEY
    aws_secret_access_key=abc=def/+

    [dev]
    aws_access_key_id=DEVKEY
    aws_secret_access_key=devsecret
    aws_session_token = devtoken
    """,
    "/home/u/.aws/config": """
    [default]
    region = eu-central-1
    s3 =
      max_concurrent_requests = 20
    endpoint_url = http://profile.test
    [profile dev]
    region = eu-west-1
    [sso-session x]
    sso_region = us-east-1
    [profile "with space"]
    aws_access_key_id = SPACE
    aws_secret_access_key = s
    [profile audit]
    role_arn = arn:aws:iam::123456789012:role/audit
    source_profile = dev
    role_session_name = auditor
    external_id = ext
    [profile chained]
    role_arn = arn:aws:iam::123456789012:role/second
    source_profile = audit
    [profile own]
    role_arn = arn:aws:iam::123456789012:role/own
    source_profile = own
    aws_access_key_id = OWN
    aws_secret_access_key = s
    [profile env]
    role_arn = arn:aws:iam::123456789012:role/env
    credential_source = Environment
    [profile loop-a]
    role_arn = r
    source_profile = loop-b
    [profile loop-b]
    role_arn = r
    source_profile = loop-a
    [profile both]
    role_arn = r
    source_profile = dev
    credential_source = Environment
    [profile neither]
    role_arn = r
    [profile odd]
    role_arn = r
    credential_source = Moon
    [profile lost]
    role_arn = r
    source_profile = nowhere
    [profile sso]
    sso_session = x
    [profile web]
    role_arn = arn:aws:iam::123456789012:role/web
    web_identity_token_file = /token
    """,
    "/token": "web.identity.token\n",
  ]

  @Test(arguments: [("default", "DEFAULTKEY"), ("dev", "DEVKEY"), ("with space", "SPACE")])
  func profilesWithKeys(_ profile: String, _ key: String) async throws {
    let client = try client(surroundings(files: Self.files))
    let credentials = try await ProfileCredentials(profile: profile, client: client).credentials()
    #expect(credentials.accessKeyID == key)
    if profile == "default" { #expect(credentials.secretAccessKey == Secret("abc=def/+")) }
  }

  @Test(arguments: [
    ("audit", "assumed-role/audit/auditor"), ("chained", "assumed-role/second/nightjar"),
    ("own", "assumed-role/own/nightjar"), ("env", "assumed-role/env/nightjar"),
    ("web", "assumed-role/web/nightjar"),
  ])
  func profilesWithRoles(_ profile: String, _ principal: String) async throws {
    let surroundings = surroundings(
      ["AWS_ACCESS_KEY_ID": "E", "AWS_SECRET_ACCESS_KEY": "s", "AWS_PROFILE": profile], files: Self.files)
    let client = try client(surroundings)
    let identity = try await client.with(credentials: ProfileCredentials(client: client)).send(
      GetCallerIdentity())
    #expect(identity.arn == "arn:aws:sts::123456789012:\(principal)")
  }

  @Test(arguments: [
    ("missing", "there is no such profile"), ("loop-a", "leads back to the profile loop-a"),
    ("both", "both source_profile and credential_source"), ("neither", "neither source_profile nor"),
    ("odd", "credential_source Moon"), ("lost", "the profile nowhere, which does not exist"),
    ("sso", "aws configure export-credentials --profile sso"),
  ])
  func profilesThatLeadNowhere(_ profile: String, _ reason: String) async throws {
    let client = try client(surroundings(files: Self.files))
    let error = await failure(ProfileCredentials(profile: profile, client: client))
    guard case .failed(_, let text) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(text.contains(reason), "\(text)")
  }

  @Test(arguments: ["[default\na=b", "[default]\nno setting", "\u{0}[default]"])
  func filesThatAreNone(_ text: String) async throws {
    let client = try client(surroundings(["AWS_CONFIG_FILE": "/c"], files: ["/c": text]))
    guard case .failed(let path, _) = await failure(ProfileCredentials(profile: "default", client: client))
    else {
      Issue.record("no failure")
      return
    }
    #expect(path == "/c")
  }

  @Test func theShapeOfSecretsNeverShows() throws {
    let surroundings = surroundings(files: Self.files)
    let files = try AWSConfigFiles(surroundings: surroundings)
    var text = "\(files)"
    dump(files, to: &text)
    #expect(!text.contains("devsecret") && !text.contains("abc=def"))
  }

  // MARK: Chain, region, options

  @Test func theChainTakesTheFirstThatApplies() async throws {
    let both = surroundings(["AWS_ACCESS_KEY_ID": "E", "AWS_SECRET_ACCESS_KEY": "s"], files: Self.files)
    let chain = CredentialsChain.standard(client: try client(both))
    #expect(try await chain.credentials().accessKeyID == "E")
    let named = CredentialsChain.standard(profile: "dev", client: try client(both))
    #expect(try await named.credentials().accessKeyID == "DEVKEY")
    let filesOnly = CredentialsChain.standard(client: try client(surroundings(files: Self.files)))
    #expect(try await filesOnly.credentials().accessKeyID == "DEFAULTKEY")
    let nothing = await failure(CredentialsChain.standard(client: try client(surroundings())))
    guard case .noneFound(let reasons) = nothing else {
      Issue.record("\(String(describing: nothing))")
      return
    }
    #expect(reasons.count == 5)
    // What applies and fails ends the chain.
    let broken = surroundings(["AWS_ACCESS_KEY_ID": "E"], files: Self.files)
    guard
      case .failed("environment", _) = await failure(CredentialsChain.standard(client: try client(broken)))
    else {
      Issue.record("no failure")
      return
    }
  }

  @Test(arguments: [
    (AWSOptions(region: "ap-south-1"), ["AWS_REGION": "us-west-2"], "ap-south-1"),
    (AWSOptions(), ["AWS_REGION": "us-west-2", "AWS_DEFAULT_REGION": "us-west-1"], "us-west-2"),
    (AWSOptions(), ["AWS_DEFAULT_REGION": "us-west-1"], "us-west-1"), (AWSOptions(), [:], "eu-central-1"),
    (AWSOptions(), ["AWS_PROFILE": "dev"], "eu-west-1"),
    (AWSOptions(profile: "dev"), ["AWS_REGION": "us-west-2"], "eu-west-1"),
  ])
  func theRegion(_ options: AWSOptions, _ variables: [String: String], _ region: String) async throws {
    let client = try await AWSClient.make(options, surroundings: surroundings(variables, files: Self.files))
    #expect(client.region == region)
  }

  @Test func withoutRegion() async throws {
    let none = await awsError { try await AWSClient.make(surroundings: surroundings()) }
    #expect(none?.kind == .configuration && none?.message.contains("AWS_REGION") == true)
    #expect(
      try await AWSClient.make(defaultRegion: "us-east-1", surroundings: surroundings()).region == "us-east-1"
    )
    let odd = await awsError {
      try await AWSClient.make(AWSOptions(region: "x.evil.test/"), surroundings: surroundings())
    }
    #expect(odd?.kind == .configuration)
  }

  @Test func optionsAreAWholeClient() async throws {
    let client = try await AWSClient.make(
      AWSOptions(
        endpoint: try MotoServer.shared().endpoint, roleARN: "arn:aws:iam::123456789012:role/reader",
        externalID: "x", sessionName: "session"),
      surroundings: surroundings(files: Self.files))
    #expect(
      try await client.send(GetCallerIdentity()).arn
        == "arn:aws:sts::123456789012:assumed-role/reader/session")
    let shown = "\(client)"
    #expect(!shown.contains("abc=def") && !shown.contains("devsecret"))
  }

  // MARK: Web identity

  @Test func webIdentity() async throws {
    let variables = [
      "AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/pod",
      "AWS_ROLE_SESSION_NAME": "pod-1",
    ]
    let client = try client(surroundings(variables, files: ["/token": "t\n"]))
    let identity = try await client.with(credentials: WebIdentityCredentials(client: client)).send(
      GetCallerIdentity())
    #expect(identity.arn == "arn:aws:sts::123456789012:assumed-role/pod/pod-1")
    let missing = try self.client(surroundings(variables))
    guard case .failed(_, let reason) = await failure(WebIdentityCredentials(client: missing)) else {
      Issue.record("no failure")
      return
    }
    #expect(reason.contains("/token"))
  }

  // MARK: Containers and instances

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
      taskEndpoint: server.endpoint)
    let credentials = try await relative.credentials()
    #expect(credentials.accessKeyID == "ASIA1" && credentials.expiration == Timestamp("2026-01-01T00:00:00Z"))
    let full = ContainerCredentials(
      surroundings: surroundings(
        [
          "AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(server.endpoint)/good/2",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/t",
        ], files: ["/t": "bearer-1\n"]))
    #expect(try await full.credentials().sessionToken == Secret("tok"))
    let plain = ContainerCredentials(
      surroundings: surroundings([
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(server.endpoint)/bad",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": "bearer-2",
      ]))
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
    let provider = InstanceMetadataCredentials(surroundings: surroundings(variables))
    #expect(try await provider.credentials().accessKeyID == "ASIA1")
    #expect(seen.entries.count == 3)
    #expect(try await AWSClient.make(surroundings: surroundings(variables)).region == "ap-northeast-1")
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
      ]))
    let error = await failure(provider)
    #expect(error.map { "\($0)" }?.contains(reason) == true, "\(String(describing: error))")
  }

  // MARK: Renewal

  private actor Source: CredentialsProvider {
    nonisolated let name = "source"
    private(set) var count = 0
    private let lifetime: Int64?
    private let now: @Sendable () -> Timestamp
    private var failing = false

    init(lifetime: Int64?, now: @escaping @Sendable () -> Timestamp) {
      self.lifetime = lifetime
      self.now = now
    }

    func fail(_ failing: Bool) { self.failing = failing }

    func credentials() async throws(CredentialsError) -> AWSCredentials {
      if failing { throw .failed(provider: name, reason: "down") }
      count += 1
      let end = lifetime.map { Timestamp(nanoseconds: now().nanoseconds + $0 * 1_000_000_000) }
      return AWSCredentials(accessKeyID: "K\(count)", secretAccessKey: Secret("s"), expiration: end)
    }
  }

  @Test func credentialsAreRenewedBeforeTheirEnd() async throws {
    let clock = TestClock()
    let source = Source(lifetime: 3600, now: clock.now)
    let cached = CachedCredentials(source, now: clock.now)
    for _ in 0..<3 { #expect(try await cached.credentials().accessKeyID == "K1") }
    clock.advance(3299)
    #expect(try await cached.credentials().accessKeyID == "K1")
    clock.advance(1)
    #expect(try await cached.credentials().accessKeyID == "K2")
    // While new ones cannot be had, the old ones serve to their end.
    clock.advance(3400)
    await source.fail(true)
    #expect(try await cached.credentials().accessKeyID == "K2")
    clock.advance(200)
    #expect(await failure(cached) == .failed(provider: "source", reason: "down"))
    await source.fail(false)
    #expect(try await cached.credentials().accessKeyID == "K3")
    await cached.invalidate()
    #expect(try await cached.credentials().accessKeyID == "K4")
  }

  @Test func credentialsWithoutEndAreAskedForAgainNowAndThen() async throws {
    let clock = TestClock()
    let cached = CachedCredentials(Source(lifetime: nil, now: clock.now), now: clock.now)
    #expect(try await cached.credentials().accessKeyID == "K1")
    clock.advance(899)
    #expect(try await cached.credentials().accessKeyID == "K1")
    clock.advance(1)
    #expect(try await cached.credentials().accessKeyID == "K2")
  }

  @Test func manyCallersShareOneRenewal() async throws {
    let clock = TestClock()
    let source = Source(lifetime: 3600, now: clock.now)
    let cached = CachedCredentials(source, now: clock.now)
    let keys = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<50 { group.addTask { try await cached.credentials().accessKeyID } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(keys.count == 1 || keys == ["K1"])
    #expect(await source.count == 1)
  }

  @Test func aRoleIsTakenOnAgainBeforeItsEnd() async throws {
    let clock = TestClock()
    var client = try client(surroundings())
    client.surroundings.now = clock.now
    client.credentials = StaticCredentials(AWSCredentials(accessKeyID: "A", secretAccessKey: Secret("s")))
    let assumed = client.assuming(
      AssumeRole(roleARN: "arn:aws:iam::123456789012:role/r", sessionName: "s", durationSeconds: 900))
    // moto counts by its own clock, so the test begins at the present.
    clock.set(AWSSurroundings.systemTime())
    let first = try await assumed.credentials.credentials()
    #expect(try await assumed.credentials.credentials() == first)
    clock.advance(900)
    #expect(try await assumed.credentials.credentials().accessKeyID != first.accessKeyID)
  }
}
