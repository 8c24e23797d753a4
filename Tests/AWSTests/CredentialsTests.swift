import AWS
import Events
import Foundation
import TestSupport
import Testing

/// Credentials of the environment, of files and of STS, which is a moto server.
@Suite struct CredentialsTests: CredentialsTesting {
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
    let client = try await client(surroundings(files: Self.files))
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
    let client = try await client(surroundings)
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
    let client = try await client(surroundings(files: Self.files))
    let error = await failure(ProfileCredentials(profile: profile, client: client))
    guard case .failed(_, let text) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(text.contains(reason), "\(text)")
  }

  @Test(arguments: ["[default\na=b", "[default]\nno setting", "\u{0}[default]"])
  func filesThatAreNone(_ text: String) async throws {
    let client = try await client(surroundings(["AWS_CONFIG_FILE": "/c"], files: ["/c": text]))
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
    let chain = CredentialsChain.standard(client: try await client(both))
    #expect(try await chain.credentials().accessKeyID == "E")
    let named = CredentialsChain.standard(profile: "dev", client: try await client(both))
    #expect(try await named.credentials().accessKeyID == "DEVKEY")
    let filesOnly = CredentialsChain.standard(client: try await client(surroundings(files: Self.files)))
    #expect(try await filesOnly.credentials().accessKeyID == "DEFAULTKEY")
    let nothing = await failure(CredentialsChain.standard(client: try await client(surroundings())))
    guard case .noneFound(let reasons) = nothing else {
      Issue.record("\(String(describing: nothing))")
      return
    }
    #expect(reasons.count == 5)
    // What applies and fails ends the chain.
    let broken = surroundings(["AWS_ACCESS_KEY_ID": "E"], files: Self.files)
    guard
      case .failed("environment", _) = await failure(
        CredentialsChain.standard(client: try await client(broken)))
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
        endpoint: try await MotoServer.shared().endpoint, roleARN: "arn:aws:iam::123456789012:role/reader",
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
    let client = try await client(surroundings(variables, files: ["/token": "t\n"]))
    let identity = try await client.with(credentials: WebIdentityCredentials(client: client)).send(
      GetCallerIdentity())
    #expect(identity.arn == "arn:aws:sts::123456789012:assumed-role/pod/pod-1")
    let missing = try await self.client(surroundings(variables))
    guard case .failed(_, let reason) = await failure(WebIdentityCredentials(client: missing)) else {
      Issue.record("no failure")
      return
    }
    #expect(reason.contains("/token"))
  }
}
