import Events
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import OrderedCollections
import Testing

@testable import NightjarServer

@Suite struct OpenAPITests {
  private func document(_ server: TestServer) throws -> JSON {
    try JSONReader.read(try #require(server.services.resources["openapi.json"]).text)
  }

  /// The routes of programs, as `get /api/status`; pages and their forms are for people.
  private func routes(_ server: TestServer) throws -> Set<String> {
    try Set(
      server.server.router().routes.compactMap { route in
        let path = route.path.description.split(separator: "/").map { part in
          part.hasPrefix(":") ? "{\(part.dropFirst())}" : String(part)
        }
        let text = "/" + path.joined(separator: "/")
        let isProgram =
          Surface(path: text) != .pages || ["/", "/healthz", "/metrics", "/openapi.json"].contains(text)
        return isProgram ? "\(route.method.rawValue.lowercased()) \(text)" : nil
      })
  }

  @Test func everyRouteIsDescribedAndEveryDescriptionHasItsRoute() throws {
    let server = try TestServer()
    let paths = try #require(try document(server)["paths"]?.object)
    let described = Set(paths.flatMap { path, item in (item.object ?? [:]).keys.map { "\($0) \(path)" } })
    let routes = try routes(server)
    #expect(routes.subtracting(described).sorted() == [])
    #expect(described.subtracting(routes).sorted() == [])
  }

  @Test func everythingButAFewPathsNeedsCredentials() async throws {
    let server = try TestServer()
    let paths = try #require(try document(server)["paths"]?.object)
    let open = ["/healthz", "/openapi.json", "/api/status"]
    try await server.test { client async throws in
      for (path, item) in paths where !open.contains(path) {
        for method in (item.object ?? [:]).keys where !(method == "head" && path == "/") {
          let name = try #require(HTTPRequest.Method(method.uppercased()))
          let concrete = path.replacing("{", with: "").replacing("}", with: "")
          let response = try await client.send(name, concrete, headers: [.kbnXSRF: "true", .accept: "application/json"])
          #expect(response.status == .unauthorized, "\(method) \(path)")
        }
      }
    }
  }
}
