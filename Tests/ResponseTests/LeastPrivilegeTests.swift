import AWS
import Events
import Foundation
import OrderedCollections
import Response
import Storage
import TestSupport
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// The generated policies are enough and no more than enough, as a moto server that enforces IAM policies judges.
///
/// moto judges the resources of calls about roles; all other calls it judges as if their resource were `*`, so here only
/// their actions are tried. It checks the signatures of GuardDuty's GET requests wrongly, so that playbook is not among
/// them; `theDeclaredCallsAreTheCalls` covers it. It also checks those of forms with spaces wrongly; no document here has
/// any.
@Suite struct LeastPrivilegeTests {
  private static let scenarios = [
    Scenario.recorder, Scenario.trail, Scenario.key, Scenario.user, Scenario.role, Scenario.release,
    Scenario.sessions,
  ]

  /// An account with a subject, and a user whose only policy is the generated one.
  private struct Site {
    let scenario: Scenario
    let account: String
    let values: [String]
    let credentials: AWSCredentials
  }

  private let region = "eu-central-1"

  @Test func thePoliciesAreEnough() async throws {
    let server = try await MotoServer.enforcing()
    let boto = try Boto(server)
    var sites: [(Site, isComplete: Bool)] = []
    for (number, scenario) in Self.scenarios.enumerated() {
      sites.append((try await site(scenario, "\(100_000_000_001 + 2 * number)", boto, lacking: nil), true))
      guard let call = try await act(scenario) else { continue }
      sites.append((try await site(scenario, "\(100_000_000_002 + 2 * number)", boto, lacking: call), false))
    }
    try await enforce(server)
    for (site, isComplete) in sites {
      let done = try await respond(site, server)
      let words = "\(site.scenario): \(JSONWriter.text(done.result ?? .null))"
      #expect(done.status == (isComplete ? .verified : .failed), "\(words)")
      if !isComplete { #expect(done.result?[path: "error.kind"] == "denied", "\(words)") }
    }
  }

  /// The call that changes something, where moto's refusal has the form of the service: for IAM.
  private func act(_ scenario: Scenario) async throws -> String? {
    let names = try #require(Playbooks.named(scenario.playbook)).permissions.filter(\.isWrite).map(\.action)
    switch scenario.playbook {
    case "restart-config-recorder", "restart-trail": return nil
    case "release-principal": return names.first { $0 == "iam:DeleteRolePolicy" }
    case "deactivate-access-key": return names.first
    default:
      return names.first {
        $0 == (scenario.title.hasSuffix("user") ? "iam:PutUserPolicy" : "iam:PutRolePolicy")
      }
    }
  }

  private func site(
    _ scenario: Scenario, _ account: String, _ boto: Boto, lacking: String?
  ) async throws -> Site {
    let values = try await boto.run(scenario.setUp, account: account, region: region, [])
    let policy = try ResponsePolicy.document(playbooks: [scenario.playbook], account: account)
    // Nobody needs a permission to ask who they are, but moto wants one.
    var statements: [JSON] = [
      ["Effect": "Allow", "Action": [.string("sts:GetCallerIdentity")], "Resource": ["*"]]
    ]
    for statement in policy["Statement"]?.array ?? [] {
      guard case .object(var members) = statement else { continue }
      members["Action"] = .array((members["Action"]?.array ?? []).filter { $0.string != lacking })
      if members["Resource"]?.array?.first?.string?.contains(":role/") == false {
        members["Resource"] = ["*"]
      }
      if members["Action"] != [] { statements.append(.object(members)) }
    }
    let text = JSONWriter.text(["Version": "2012-10-17", "Statement": .array(statements)])
    let key = try await boto.run(
      """
      c = a("iam")
      c.create_user(UserName="nightjar")
      c.put_user_policy(UserName="nightjar", PolicyName="p", PolicyDocument=args[0])
      k = c.create_access_key(UserName="nightjar")["AccessKey"]
      print(k["AccessKeyId"], k["SecretAccessKey"], end="")
      """, account: account, region: region, [text]
    ).split(separator: " ").map(String.init)
    return Site(
      scenario: scenario, account: account, values: values.split(separator: " ").map(String.init),
      credentials: AWSCredentials(accessKeyID: key[0], secretAccessKey: Secret(key[1])))
  }

  private func enforce(_ server: MotoServer) async throws {
    var request = URLRequest(url: try #require(URL(string: server.endpoint + "/moto-api/reset-auth")))
    request.httpMethod = "POST"
    request.setValue("text/plain", forHTTPHeaderField: "Content-Type")
    request.httpBody = Data("0".utf8)
    let (_, response) = try await URLSession.shared.data(for: request)
    #expect((response as? HTTPURLResponse)?.statusCode == 200)
  }

  /// Carries the playbook out, and takes it back where that worked.
  private func respond(_ site: Site, _ server: MotoServer) async throws -> StoredResponse {
    let folder = try TemporaryFolder()
    let clock = TestClock()
    let store = try Store(folder: folder.url, options: Store.Options(now: clock.now))
    let client = AWSClient(
      region: region, credentials: StaticCredentials(site.credentials),
      endpoints: AWSEndpoints(all: server.endpoint), retries: .never, surroundings: AWSSurroundings())
    let responder = Responder(
      store: store, client: client, settings: ResponseSettings(),
      surroundings: ResponseSurroundings(
        now: clock.now, sleep: { clock.advance($0.components.seconds) }, newID: { UUID().uuidString },
        fileExists: { _ in false }))
    let actor = ResponseActor.user("alice")
    let alert = site.scenario.alert(site.account, site.values)
    let planned = try await responder.plan(site.scenario.playbook, for: alert, actor: actor)
    _ = try await responder.approve(planned.id, actor: actor)
    let done = try await responder.execute(planned.id, actor: actor)
    guard done.status == .verified else { return done }
    let undo = try await responder.undo(done.id, actor: actor)
    _ = try await responder.approve(undo.id, actor: actor)
    return try await responder.execute(undo.id, actor: actor)
  }
}
