import Events
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import OrderedCollections
import Storage
import TestSupport
import Testing

@testable import NightjarServer

@Suite struct HostileInputTests {
  @Test func inventedSessionsAndKeysAreNobodys() async throws {
    let server = try TestServer()
    try await server.addUser(.admin)
    let (real, _) = try await server.session(.admin)
    let cookie = try #require(real[.cookie])
    var random = SplitMix(state: 7)
    var cookies = ["nightjar=", "nightjar=; nightjar=", "\(cookie); \(cookie)", "__Host-nightjar=x", String(cookie.dropLast())]
    for _ in 0..<50 {
      var bytes = Array(cookie.utf8)
      bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(0x21 + random.next() % 0x5E)
      let changed = String(decoding: bytes, as: UTF8.self)
      if changed != cookie { cookies.append(changed) }
    }
    let headers = [
      "ApiKey", "ApiKey !!!!", "ApiKey OjpOg==", "Bearer x.y.z", "Basic Og==", "Digest a=b",
      "ApiKey \(Data("a:b".utf8).base64EncodedString())", "Basic \(Data("admin:\u{0}".utf8).base64EncodedString())",
      "Basic \(Data("' OR 1=1 --:x".utf8).base64EncodedString())",
    ]
    let all = cookies
    try await server.test { client async throws in
      for cookie in all {
        let response = try await client.send(.get, "/api/nightjar/me", headers: [.cookie: cookie])
        #expect(response.status == .unauthorized, "\(cookie)")
      }
      for header in headers {
        let response = try await client.send(.get, "/api/nightjar/me", headers: [.authorization: header])
        #expect([401, 429].contains(response.status.code), "\(header)")
      }
      #expect(try await client.send(.get, "/api/nightjar/me", headers: [.cookie: cookie]).status == .ok)
    }
  }

  @Test func pathsLeadNowhereElse() async throws {
    let server = try TestServer()
    try await server.test { client async throws in
      for path in [
        "/assets/../openapi.json", "/assets/..%2f..%2f..%2fetc%2fpasswd", "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets//etc/passwd", "/assets/....//etc/passwd", "/assets/%00", "/assets/..\\..\\x",
      ] {
        let response = try await client.execute(uri: path, method: .get)
        #expect(response.status == .notFound, "\(path)")
        #expect(!response.text.contains("root:"))
      }
    }
  }

  @Test func longBodiesAreRefused() async throws {
    let server = try TestServer { options in
      options.maximumUpload = 10_000
      options.maximumBody = 1000
    }
    let headers = try await server.key(.admin)
    let text = String(repeating: "x", count: 20_000)
    let zeros = Gzip.compress(Array(repeating: 0x20, count: 5_000_000))
    #expect(zeros.count < 10_000)
    var compressed = headers
    compressed[.contentEncoding] = "gzip"
    var broken = headers
    broken[.contentEncoding] = "br"
    let (bomb, other) = (compressed, broken)
    try await server.test { client async throws in
      #expect(try await client.send(.post, "/_bulk", headers: headers, text: text).status == .contentTooLarge)
      let search = try await client.send(.post, "/_search", headers: headers, text: text, type: "application/json")
      #expect(search.status == .contentTooLarge)
      let response = try await client.execute(
        uri: "/_bulk", method: .post, headers: bomb, body: ByteBuffer(bytes: zeros))
      #expect(response.status == .contentTooLarge)
      let cut = try await client.execute(
        uri: "/_bulk", method: .post, headers: bomb, body: ByteBuffer(bytes: zeros.prefix(100)))
      #expect([400, 413].contains(cut.status.code))
      let strange = try await client.send(.post, "/_bulk", headers: other, text: "x")
      #expect(strange.status == .unsupportedMediaType)
    }
  }

  @Test func compressedBodiesAreRead() async throws {
    let server = try TestServer()
    var headers = try await server.key(.shipper)
    headers[.contentEncoding] = "gzip"
    let sent = headers
    let body = Gzip.compress(Array((#"{"index":{"_index":"a"}}"# + "\n{}\n").utf8))
    try await server.test { client async throws in
      let response = try await client.execute(uri: "/_bulk", method: .post, headers: sent, body: ByteBuffer(bytes: body))
      #expect(try response.json["errors"] == false)
    }
  }

  @Test func valuesCannotAddHeaders() async throws {
    let server = try TestServer()
    let headers = try await server.key(.viewer)
    try await server.test { client async throws in
      let name = "a%0d%0aSet-Cookie:%20x=y%22.ndjson"
      var export = headers
      export[.kbnXSRF] = "true"
      let response = try await client.send(
        .post, "/api/detection_engine/rules/_export?file_name=\(name)", headers: export)
      #expect(response.headers[.setCookie] == nil)
      #expect(response.headers[.contentDisposition] == "attachment; filename=\"aSet-Cookiexy.ndjson\"")
      let page = try await client.send(.get, "/sign-in?next=/a%0d%0aX-Evil:%201", headers: [.accept: "text/html"])
      #expect(!page.text.contains("X-Evil"))
    }
  }

  @Test func secretsAreNotLogged() async throws {
    let server = try TestServer()
    try await server.addUser(.admin)
    let headers = try await server.key(.admin)
    let (session, csrf) = try await server.session(.admin)
    let form = "name=admin&password=hunter2hunter2hunter2"
    try await server.test { client async throws in
      _ = try await client.send(.post, "/sign-in", text: form, type: "application/x-www-form-urlencoded")
      _ = try await client.send(.get, "/api/nightjar/me", headers: session)
      _ = try await client.send(.get, "/api/nightjar/alerts?query=((", headers: headers)
      _ = try await client.send(.post, "/_bulk", headers: headers, text: "nonsense")
      let key = try await client.send(
        .post, "/api/nightjar/keys", headers: headers, json: ["name": "k", "roles": ["viewer"]])
      #expect(try key.json["encoded"]?.string != nil)
    }
    let key = String(try #require(headers[.authorization]).dropFirst("ApiKey ".count))
    let cookie = String(try #require(session[.cookie]).dropFirst("nightjar=".count))
    let secrets: [String] = [TestServer.password, "hunter2hunter2hunter2", csrf, key, cookie]
    let audit = try server.store.read { reader in
      try reader.auditEntries(limit: 1000).map { JSONWriter.text(.object($0.object)) }.joined()
    }
    for secret in secrets {
      #expect(!secret.isEmpty)
      #expect(!server.log.text.contains(secret))
      #expect(!audit.contains(secret))
    }
  }

  @Test func theServerDoesNotListenElsewhereInTheClear() throws {
    for (text, isAllowed) in [("0.0.0.0:0", false), ("[::]:0", false), ("192.0.2.1:80", false), ("127.0.0.1:0", true), ("[::1]:0", true), ("localhost:0", true)] {
      let address = try #require(ListenAddress(text))
      let test = try TestServer { $0.listen = address }
      #expect(isAllowed == test.canListen, "\(text)")
    }
    #expect(try TestServer { options in
      options.listen = ListenAddress(host: "0.0.0.0", port: 0)
      options.allowsPlaintext = true
    }.canListen)
  }

  @Test(arguments: ["", "x", "1.2.3.4", "::1:80", "host:70000", "a b:80", "[::1:80"])
  func textsThatAreNoAddressesAreRefused(text: String) {
    #expect(ListenAddress(text) == nil)
  }
}
