import AWS
import Events
import OrderedCollections
import Response
import Storage
import Synchronization
import TestSupport
import Testing

/// An account of its own in the moto server, a store, and a responder with a clock that sleeping sets forward.
final class Stage {
  let account: String
  let region = "eu-central-1"
  let clock = TestClock()
  let store: Store
  let responder: Responder
  let proxy: MotoProxy
  private let folder: TemporaryFolder

  static let person = ResponseActor.user("alice")
  static let other = ResponseActor.user("bob")

  init(
    _ treat: @escaping @Sendable (String) -> MotoProxy.Treatment = { _ in .forward },
    configure: (inout ResponseSettings, _ account: String) -> Void = { _, _ in }
  ) async throws {
    account = Self.newAccount()
    folder = try TemporaryFolder()
    let clock = clock
    store = try Store(folder: folder.url, options: Store.Options(now: clock.now))
    proxy = try await MotoProxy(treat)
    var settings = ResponseSettings()
    settings.accounts = [
      AccountSettings(id: account, roleARN: "arn:aws:iam::\(account):role/NightjarResponse")
    ]
    configure(&settings, account)
    responder = Responder(
      store: store, client: Self.client(proxy.endpoint), settings: settings,
      surroundings: Self.surroundings(clock))
  }

  /// Another responder over the same store, as another process has it.
  func responder(_ configure: (inout ResponseSettings) -> Void) -> Responder {
    var settings = responder.planner.settings
    configure(&settings)
    return Responder(
      store: store, client: Self.client(proxy.endpoint), settings: settings,
      surroundings: Self.surroundings(clock))
  }

  private static func client(_ endpoint: String) -> AWSClient {
    AWSClient.moto(at: endpoint, retries: AWSRetryPolicy(maximumAttempts: 2))
  }

  private static func surroundings(_ clock: TestClock) -> ResponseSurroundings {
    let counter = Counter()
    return ResponseSurroundings(
      now: clock.now, sleep: { clock.advance($0.components.seconds) },
      newID: { "response-\(counter.next())" }, fileExists: { $0 == "/kill" })
  }

  private final class Counter: Sendable {
    private let value = Atomic<Int>(0)
    func next() -> Int { value.add(1, ordering: .relaxed).newValue }
  }

  private static func newAccount() -> String { String(Int.random(in: 200_000_000_000..<900_000_000_000)) }

  /// Runs a Python program in which `a(name)` gives a boto3 client of the account and region, and `args` has the
  /// arguments.
  func boto(_ program: String, _ arguments: [String] = []) async throws -> String {
    try await Boto.shared().run(program, account: account, region: region, arguments)
  }

  /// Plans, approves and carries out.
  func respond(_ playbook: String, _ alert: JSONObject) async throws -> StoredResponse {
    let planned = try await responder.plan(playbook, for: alert, actor: Self.person)
    return try await carryOut(planned)
  }

  /// Approves and carries out.
  func carryOut(_ planned: StoredResponse) async throws -> StoredResponse {
    #expect(planned.status == .planned)
    #expect(try await responder.approve(planned.id, actor: Self.person).status == .approved)
    return try await responder.execute(planned.id, actor: Self.person)
  }

  /// The actions in the audit log, the oldest first.
  func audit() throws -> [String] {
    var actions: [String] = []
    try store.read { try $0.exportAudit { actions.append($0.action) } }
    return actions
  }
}

/// The error that a body ends with; nil when it ends without one.
func responseError(_ body: () async throws -> some Any) async -> ResponseError? {
  do {
    _ = try await body()
    return nil
  } catch let error as ResponseError {
    return error
  } catch {
    Issue.record("not a ResponseError: \(error)")
    return nil
  }
}
