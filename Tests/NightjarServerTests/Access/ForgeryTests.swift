import HTTPTypes
import HummingbirdTesting
import Testing

@testable import NightjarServer

@Suite struct ForgeryTests {
  private static let type = "application/x-www-form-urlencoded"

  @Test func sessionsNeedTheirToken() async throws {
    let server = try TestServer()
    try await server.addUser(.viewer)
    let (headers, csrf) = try await server.session(.viewer)
    var withHeader = headers
    withHeader[.csrfToken] = csrf
    var withWrong = headers
    withWrong[.csrfToken] = String(csrf.reversed())
    let (right, wrong) = (withHeader, withWrong)
    try await server.test { client async throws in
      #expect(try await client.send(.post, "/sign-out", headers: headers).status == .forbidden)
      #expect(try await client.send(.post, "/sign-out", headers: wrong).status == .forbidden)
      #expect(try await client.send(.post, "/sign-out", headers: right).status == .seeOther)
    }
  }

  @Test func otherSitesAreRefused() async throws {
    let server = try TestServer()
    try await server.addUser(.viewer)
    let body = "name=viewer&password=\(TestServer.password.replacing(" ", with: "+"))"
    try await server.test { client async throws in
      for headers: HTTPFields in [
        [.origin: "https://evil.example"], [.origin: "null"], [.fetchSite: "cross-site"],
        [.fetchSite: "same-site"],
      ] {
        let response = try await client.send(.post, "/sign-in", headers: headers, text: body, type: Self.type)
        #expect(response.status == .forbidden)
        #expect(response.headers[.setCookie] == nil)
      }
      let own = try await client.send(
        .post, "/sign-in", headers: [.fetchSite: "same-origin"], text: body, type: Self.type)
      #expect(own.status == .seeOther)
    }
  }

  @Test func headersMakeBrowsersCareful() async throws {
    let server = try TestServer()
    try await server.test { client async throws in
      for path in ["/sign-in", "/nothing", "/openapi.json"] {
        let response = try await client.send(.get, path, headers: [.accept: "text/html"])
        let policy = response.headers[.contentSecurityPolicy] ?? ""
        #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe"))
        #expect(response.headers[.xContentTypeOptions] == "nosniff")
        #expect(response.headers[.referrerPolicy] == "same-origin")
      }
    }
  }

  @Test func cookiesAreSecureUnderTLS() {
    let cookie = SessionCookie(isSecure: true)
    let header = cookie.header(secret: "x", seconds: 60)
    #expect(header == "__Host-nightjar=x; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure")
  }
}
