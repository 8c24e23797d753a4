import Events
import Foundation
import HTTPTypes
import HummingbirdTesting
import Storage
import Testing

@testable import NightjarServer

@Suite struct SessionTests {
  private func form(_ fields: [String: String]) -> String {
    fields.map { "\($0.key)=\($0.value.replacing(" ", with: "+"))" }.joined(separator: "&")
  }

  private static let formType = "application/x-www-form-urlencoded"

  @Test func theFirstUserIsMadeByALinkThatWorksOnce() async throws {
    let server = try TestServer()
    let secret = try #require(try await server.services.access.makeSetUpSecret())
    let fields = ["token": secret, "name": "ada", "password": TestServer.password]
    let first = secret.hasPrefix("x") ? "y" : "x"
    let wrong = ["token": first + secret.dropFirst(), "name": "eve", "password": TestServer.password]
    let (right, other) = (form(fields), form(wrong))
    try await server.test { client async throws in
      let refused = try await client.send(.post, "/set-up", text: other, type: Self.formType)
      #expect(refused.status == .forbidden)
      let made = try await client.send(.post, "/set-up", text: right, type: Self.formType)
      #expect(made.status == .seeOther)
      #expect(made.headers[.setCookie]?.contains("HttpOnly; SameSite=Lax") ?? false)
      let again = try await client.send(.post, "/set-up", text: right, type: Self.formType)
      #expect(again.status == .forbidden)
    }
    let users = try server.store.read { try $0.users() }
    #expect(users.map(\.name) == ["ada"])
    #expect(users.first?.roles == ["admin"])
    let audit = try server.store.read { try $0.auditEntries() }
    #expect(audit.contains { $0.action == "user.create" && $0.subject == "ada" })
  }

  @Test func theLinkExpires() async throws {
    let server = try TestServer()
    let secret = try #require(try await server.services.access.makeSetUpSecret())
    server.clock.advance(seconds: Double(server.services.options.setUpSeconds))
    await #expect(throws: APIFailure.self) {
      try await server.services.access.setUp(
        secret: secret, name: "ada", password: TestServer.password, address: "test")
    }
  }

  @Test func onlyTheHashOfTheLinkIsKept() async throws {
    let server = try TestServer()
    let secret = try #require(try await server.services.access.makeSetUpSecret())
    let setting = try server.store.read { try $0.setting("set_up") }
    #expect(setting?["hash"]?.string == SecretText.hash(secret))
    #expect(!JSONWriter.text(try #require(setting)).contains(secret))
  }

  @Test func signingInGivesASessionThatEnds() async throws {
    let server = try TestServer()
    try await server.addUser(.analyst)
    let fields = form(["name": "analyst", "password": TestServer.password, "next": "/alerts"])
    let clock = server.clock
    let services = server.services
    try await server.test { client async throws in
      let response = try await client.send(.post, "/sign-in", text: fields, type: Self.formType)
      #expect(response.status == .seeOther)
      #expect(response.headers[.location] == "/alerts")
      let cookie = try #require(response.headers[.setCookie]?.split(separator: ";").first.map(String.init))
      let secret = String(try #require(cookie.split(separator: "=").last))
      #expect(try await services.access.identity(session: secret)?.identity.user == "analyst")
      // Used now and then, it goes on until its end.
      for _ in 0..<5 {
        clock.advance(seconds: 4 * 3600)
        #expect(try await services.access.identity(session: secret) != nil)
      }
      clock.advance(seconds: 4 * 3600)
      #expect(try await services.access.identity(session: secret) == nil)
    }
  }

  @Test func unusedSessionsEnd() async throws {
    let server = try TestServer()
    try await server.addUser(.viewer)
    let secret = try await server.services.access.signIn(
      name: "viewer", password: TestServer.password, address: "test")
    server.clock.advance(seconds: Double(server.services.options.sessionIdleSeconds) + 1)
    #expect(try await server.services.access.identity(session: secret) == nil)
  }

  @Test func onlyTheHashOfASessionIsKept() async throws {
    let server = try TestServer()
    try await server.addUser(.viewer)
    let secret = try await server.services.access.signIn(
      name: "viewer", password: TestServer.password, address: "test")
    let now = server.clock.now
    let stored = try server.store.read { try $0.session(hash: SecretText.hash(secret), at: now) }
    #expect(stored?.user == "viewer")
    #expect(stored?.hash.contains(secret) == false)
  }

  @Test func signingOutEndsTheSession() async throws {
    let server = try TestServer()
    try await server.addUser(.viewer)
    let (headers, csrf) = try await server.session(.viewer)
    try await server.test { client async throws in
      let refused = try await client.send(.post, "/sign-out", headers: headers, text: "", type: Self.formType)
      #expect(refused.status == .forbidden)
      let done = try await client.send(
        .post, "/sign-out", headers: headers, text: "csrf=\(csrf)", type: Self.formType)
      #expect(done.status == .seeOther)
      #expect(done.headers[.setCookie]?.contains("Max-Age=0") ?? false)
    }
    let secret = try #require(headers[.cookie]?.split(separator: "=").last.map(String.init))
    #expect(try await server.services.access.identity(session: secret) == nil)
  }

  @Test func failuresAreLimitedPerAddressAndForgottenWithTime() async throws {
    let server = try TestServer()
    try await server.addUser(.viewer)
    let access = server.services.access
    func attempt(_ password: String) async throws -> Int {
      do {
        _ = try await access.signIn(name: "viewer", password: password, address: "192.0.2.7")
        return 200
      } catch let failure as APIFailure {
        return failure.status.code
      }
    }
    for _ in 0..<10 { #expect(try await attempt("wrong") == 401) }
    #expect(try await attempt(TestServer.password) == 429)
    server.clock.advance(seconds: 31)
    #expect(try await attempt(TestServer.password) == 200)
  }

  @Test func failuresAreLimitedPerUser() async throws {
    let server = try TestServer()
    try await server.addUser(.viewer)
    let access = server.services.access
    for number in 0..<20 {
      await #expect(throws: APIFailure.badCredentials) {
        try await access.signIn(name: "viewer", password: "wrong", address: "192.0.2.\(number)")
      }
    }
    let failure = await #expect(throws: APIFailure.self) {
      try await access.signIn(name: "viewer", password: TestServer.password, address: "192.0.2.200")
    }
    #expect(failure?.status == .tooManyRequests)
  }

  @Test(arguments: ["//evil.example", "https://evil.example/", "/\\evil.example", "/a\r\nX: y", "alerts", ""])
  func onlyPathsOfThisSiteFollowSigningIn(next: String) {
    #expect(AccessRoutes.localPath(next) == "/")
  }

  @Test func pathsOfThisSiteFollowSigningIn() {
    #expect(AccessRoutes.localPath("/alerts?query=a%20b") == "/alerts?query=a%20b")
  }
}
