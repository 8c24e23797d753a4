import AWS
import TestSupport
import Testing

@Suite struct STSTests {
  @Test func theCallerIsNamed() async throws {
    let identity = try await AWSClient.moto().send(GetCallerIdentity())
    #expect(identity.account == "123456789012" && identity.arn.hasPrefix("arn:aws:sts::123456789012:"))
  }

  @Test func aRoleIsTakenOn() async throws {
    let client = try await AWSClient.moto()
    let role = AssumeRole(
      roleARN: "arn:aws:iam::123456789012:role/reader", sessionName: "nightjar-test", externalID: "x",
      durationSeconds: 900)
    let credentials = try await client.send(role)
    #expect(credentials.accessKeyID.hasPrefix("ASIA") && credentials.expiration != nil)
    let identity = try await client.with(credentials: StaticCredentials(credentials)).send(
      GetCallerIdentity())
    #expect(identity.arn == "arn:aws:sts::123456789012:assumed-role/reader/nightjar-test")
    let web = try await client.send(
      AssumeRoleWithWebIdentity(
        roleARN: "arn:aws:iam::123456789012:role/web", sessionName: "w", token: Secret("token")))
    #expect(web.sessionToken != nil)
  }

  @Test func secretsDoNotShow() {
    let credentials = AWSCredentials(
      accessKeyID: "AKIA1", secretAccessKey: Secret("hidden-1"), sessionToken: Secret("hidden-2"))
    var dumped = ""
    dump(credentials, to: &dumped)
    let request = AssumeRoleWithWebIdentity(roleARN: "r", sessionName: "s", token: Secret("hidden-3"))
    let shown =
      "\(credentials) \(String(reflecting: credentials)) \(dumped) \(request) \(String(reflecting: request))"
    #expect(shown.contains("AKIA1") && !shown.contains("hidden"))
    #expect("\(StaticCredentials(credentials))".contains("hidden") == false)
  }
}
