import Events
import Foundation
import HTTPTypes
import HummingbirdTesting
import Storage
import Testing

@testable import NightjarServer

@Suite struct CredentialTests {
  private func basic(_ name: String, _ password: String) -> HTTPFields {
    [.authorization: "Basic \(Data("\(name):\(password)".utf8).base64EncodedString())"]
  }

  @Test func keysIdentifyTheirHolders() async throws {
    let server = try TestServer()
    let headers = try await server.key(.viewer)
    let bearer = try #require(headers[.authorization]).replacing("ApiKey", with: "Bearer")
    try await server.test { client async throws in
      #expect(try await client.send(.get, "/_license").status == .unauthorized)
      #expect(try await client.send(.get, "/_license", headers: headers).status == .ok)
      #expect(try await client.send(.get, "/_license", headers: [.authorization: bearer]).status == .ok)
    }
  }

  @Test func halvesOfAKeyServeAsNameAndPassword() async throws {
    let server = try TestServer()
    let header = try #require(try await server.key(.shipper)[.authorization])
    let pair = try #require(header.split(separator: " ").last)
    try await server.test { client async throws in
      #expect(
        try await client.send(.get, "/_license", headers: [.authorization: "Basic \(pair)"]).status == .ok)
    }
  }

  @Test func keysExpireAndGo() async throws {
    let server = try TestServer()
    let clock = server.clock
    let services = server.services
    let expires = Timestamp(nanoseconds: clock.now.nanoseconds + 60_000_000_000)
    let (ending, lasting) = (try await server.key(.viewer, expires: expires), try await server.key(.viewer))
    try await server.test { client async throws in
      #expect(try await client.send(.get, "/_license", headers: ending).status == .ok)
      clock.advance(seconds: 60)
      #expect(try await client.send(.get, "/_license", headers: ending).status == .unauthorized)
      for key in try services.store.read({ try $0.apiKeys() }) {
        try await services.access.removeKey(key.id, actor: "test")
      }
      #expect(try await client.send(.get, "/_license", headers: lasting).status == .unauthorized)
    }
  }

  @Test func passwordsIdentifyUsersUntilTheyChange() async throws {
    let server = try TestServer()
    try await server.addUser(.admin)
    try await server.addUser(.viewer)
    let access = server.services.access
    let (right, wrong) = (basic("viewer", TestServer.password), basic("viewer", "wrong"))
    try await server.test { client async throws in
      for _ in 0..<2 { #expect(try await client.send(.get, "/_license", headers: right).status == .ok) }
      #expect(try await client.send(.get, "/_license", headers: wrong).status == .unauthorized)
      try await access.changeUser("viewer", .init(password: "another long password"), actor: "admin")
      #expect(try await client.send(.get, "/_license", headers: right).status == .unauthorized)
      try await access.changeUser("viewer", .init(password: TestServer.password), actor: "admin")
      #expect(try await client.send(.get, "/_license", headers: right).status == .ok)
      try await access.changeUser("viewer", .init(isDisabled: true), actor: "admin")
      #expect(try await client.send(.get, "/_license", headers: right).status == .unauthorized)
    }
  }

  @Test func somebodyCanAlwaysAdminister() async throws {
    let server = try TestServer()
    try await server.addUser(.admin)
    let access = server.services.access
    for change in [AccessControl.UserChange(roles: [.viewer]), .init(isDisabled: true)] {
      let failure = await #expect(throws: APIFailure.self) {
        try await access.changeUser("admin", change, actor: "admin")
      }
      #expect(failure?.status == .conflict)
    }
    await #expect(throws: APIFailure.self) { try await access.removeUser("admin", actor: "admin") }
    #expect(try server.store.read { try $0.user("admin") }?.roles == ["admin"])
  }

  @Test func hashesWithAnotherWorkFactorAreRenewed() async throws {
    let server = try TestServer()
    let old = try PasswordHash(
      password: TestServer.password, work: .init(rounds: 2, blockSize: 1, parallelism: 1))
    try server.store.write { writer in
      try writer.setUser(StoredUser(name: "ada", password: old.text, roles: ["viewer"], created: writer.now))
    }
    _ = try await server.services.access.signIn(name: "ada", password: TestServer.password, address: "test")
    let stored = try #require(try server.store.read { try $0.user("ada") }?.password)
    #expect(stored != old.text)
    #expect(PasswordHash(stored)?.work == server.services.options.passwordWork)
    #expect(PasswordHash(stored)?.matches(TestServer.password) == true)
  }

  /// Test vector of RFC 7914 §12.
  @Test func hashesAreThoseOfTheStandard() throws {
    let hex = "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
    let bytes = stride(from: 0, to: 64, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) }
    let salt = Data("NaCl".utf8).base64EncodedString()
    let text = "$scrypt$ln=10,r=8,p=16$\(salt)$\(Data(bytes).base64EncodedString())"
    let hash = try #require(PasswordHash(text))
    #expect(hash.matches("password"))
    #expect(!hash.matches("Password"))
  }

  @Test(arguments: [
    "", "$scrypt$", "$scrypt$ln=40,r=8,p=1$TmFDbA==$AAAA", "$argon2id$v=19$m=1$AA$AA", "$scrypt$x$y$z",
  ])
  func textsThatAreNoHashesAreRefused(text: String) {
    #expect(PasswordHash(text) == nil)
  }

  @Test func theStandardWorkFactorIsTheOneThatIsDocumented() {
    #expect(ServerOptions().passwordWork == .init(rounds: 15, blockSize: 8, parallelism: 3))
  }

  @Test func rolesAllowWhatTheTableSays() {
    let table: [Role: [Permission]] = [
      .shipper: [.ingest], .viewer: [.read],
      .analyst: [.read, .workAlerts, .writeExceptions, .writeRules],
      .responder: [.read, .workAlerts, .writeExceptions, .writeRules, .respond, .readAudit],
      .admin: Permission.allCases,
    ]
    for role in Role.allCases { #expect(role.permissions == Set(table[role] ?? [])) }
  }
}
