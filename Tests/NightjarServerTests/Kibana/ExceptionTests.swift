import Events
import HTTPTypes
import HummingbirdTesting
import OrderedCollections
import Storage
import Testing

@testable import NightjarServer

@Suite struct ExceptionTests {
  private func headers(_ server: TestServer) async throws -> HTTPFields {
    var headers = try await server.key(.analyst)
    headers[.kbnXSRF] = "true"
    return headers
  }

  private static let list: JSON = [
    "list_id": "known", "name": "Known changes", "description": "d", "type": "detection",
  ]
  private static let item: JSON = [
    "list_id": "known", "item_id": "ada", "name": "Ada", "description": "d", "type": "simple",
    "entries": [["field": "user.name", "operator": "included", "type": "match", "value": "ada"]],
  ]

  @Test func listsAndItemsAreMadeChangedAndRemoved() async throws {
    let server = try TestServer()
    let headers = try await headers(server)
    try await server.test { client async throws in
      let lists = "/api/exception_lists"
      let orphan = try await client.send(.post, "\(lists)/items", headers: headers, json: Self.item)
      #expect(orphan.status == .notFound)
      let list = try await client.send(.post, lists, headers: headers, json: Self.list)
      #expect(list.status == .ok)
      #expect(try await client.send(.post, lists, headers: headers, json: Self.list).status == .conflict)
      let item = try await client.send(.post, "\(lists)/items", headers: headers, json: Self.item)
      #expect(try item.json["entries"]?.array?.count == 1)
      var changed = try #require(Self.item.object)
      changed["name"] = "Ada Lovelace"
      let put = try await client.send(.put, "\(lists)/items", headers: headers, json: .object(changed))
      #expect(try put.json["name"] == "Ada Lovelace")
      #expect(try put.json["id"] == item.json["id"])
      let found = try await client.send(.get, "\(lists)/items/_find?list_id=known", headers: headers)
      #expect(try found.json["total"] == 1)
      var wrong = try #require(Self.item.object)
      wrong["item_id"] = "other"
      wrong["entries"] = [["field": "a", "operator": "maybe", "type": "match", "value": "b"]]
      let refused = try await client.send(.post, "\(lists)/items", headers: headers, json: .object(wrong))
      #expect(refused.status == .badRequest)
      let file = try await client.send(.post, "\(lists)/_export?list_id=known&namespace_type=single", headers: headers)
      #expect(file.text.split(separator: "\n").count == 3)
      #expect(try await client.send(.delete, "\(lists)/items?item_id=ada", headers: headers).status == .ok)
      #expect(try await client.send(.delete, "\(lists)?list_id=known", headers: headers).status == .ok)
      #expect(try await client.send(.get, "\(lists)?list_id=known", headers: headers).status == .notFound)
    }
  }

  @Test func valueListsHoldValues() async throws {
    let server = try TestServer()
    let headers = try await headers(server)
    let file = [
      "--b", #"Content-Disposition: form-data; name="file"; filename="nets.txt""#, "", "192.0.2.0/24\n198.51.100.7\n", "--b--", "",
    ].joined(separator: "\r\n")
    try await server.test { client async throws in
      let lists = "/api/lists"
      let made = try await client.send(
        .post, lists, headers: headers, json: ["id": "nets", "name": "Nets", "description": "d", "type": "ip_range"])
      #expect(made.status == .ok)
      let added = try await client.send(
        .post, "\(lists)/items", headers: headers, json: ["list_id": "nets", "value": "203.0.113.0/24"])
      let id = try #require(try added.json["id"]?.string)
      #expect(try await client.send(.get, "\(lists)/items?id=\(id)", headers: headers).json["value"] == "203.0.113.0/24")
      let wrong = try await client.send(.post, "\(lists)/items", headers: headers, json: ["list_id": "nets", "value": "x"])
      #expect(wrong.status == .badRequest)
      let taken = try await client.send(
        .post, "\(lists)/items/_import?list_id=nets", headers: headers, text: file, type: "multipart/form-data; boundary=b")
      #expect(taken.status == .ok)
      let found = try await client.send(.get, "\(lists)/items/_find?list_id=nets", headers: headers)
      #expect(try found.json["total"] == 3)
      let text = try await client.send(.post, "\(lists)/items/_export?list_id=nets", headers: headers).text
      #expect(text.contains("198.51.100.7\n"))
      #expect(try await client.send(.delete, "\(lists)?id=nets", headers: headers).status == .ok)
      #expect(try await client.send(.get, "\(lists)/index", headers: headers).json["list_index"] == true)
    }
  }
}
