import AWS
import Events
import TestSupport
import Testing

/// When credentials are fetched again.
@Suite struct CredentialsRenewalTests: CredentialsTesting {
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
    var client = try await client(surroundings())
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
