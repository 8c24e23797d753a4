import Events
import OrderedCollections
import Testing

@Suite struct JSONValueTests {
  @Test func decodesEscapes() throws {
    let value = try JSONReader.read(#""a\"\\\/\b\f\n\r\t\u0041\u00e9\uD834\uDD1E\ud800!""#)
    #expect(value == .string("a\"\\/\u{8}\u{C}\n\r\tA\u{E9}\u{1D11E}\u{FFFD}!"))
  }

  @Test func ofDuplicateKeysTheLastValueWins() throws {
    #expect(try JSONReader.read(#"{"a":1,"b":2,"a":3}"#) == ["a": 3, "b": 2])
  }

  @Test(arguments: [
    "null", "true", "[]", "{}", #"{"a":[1,2.50,-0,1e5,"x"],"b":{"c":null}}"#, #""\"\\\n\r\t\u0001é😀""#,
    "123456789012345678901234567890",
  ])
  func writesWhatItRead(_ text: String) throws {
    #expect(JSONWriter.text(try JSONReader.read(text)) == text)
  }

  @Test func indents() {
    #expect(
      JSONWriter.text(["a": [1, [:]], "b": []], indented: true)
        == "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}")
  }

  @Test func setsNestedValues() {
    var object: JSONObject = ["a": ["b": 1]]
    object.set("a.c.d", to: true)
    object.set("e", to: "x")
    object.set("e.f", to: 2)
    #expect(JSON.object(object) == ["a": ["b": 1, "c": ["d": true]], "e": ["f": 2]])
    #expect(object[path: "a.c.d"] == true)
    #expect(object[path: "a.b.x"] == nil)
  }

  @Test func pathsSeeThroughArraysAndDottedKeys() {
    let value: JSON = ["a": [["b": 1], ["b": [2, .null, 3]], "x"], "a.b": 4, "c.d": ["e": 5]]
    func scalars(_ path: String) -> [JSON] {
      var found: [JSON] = []
      value.forEachScalar(at: path.split(separator: ".").map(String.init)[...]) { found.append($0) }
      return found
    }
    #expect(scalars("a.b") == [1, 2, 3, 4])
    #expect(scalars("c.d.e") == [5])
    #expect(scalars("a") == ["x"])
    #expect(scalars("a.b.c") == [])
  }

  @Test func documentSourceGivesTypedValues() {
    var catalog = FieldCatalog()
    let numbers = ["event.action", "source.port", "missing", "flag"].map { catalog.number(of: $0) }
    let source = DocumentSource(catalog: catalog)
    source.move(to: ["event": ["action": ["a", "b"]], "source.port": 443, "flag": false, "missing": .null])
    #expect(source.values(of: numbers[0]).map(\.text) == ["a", "b"])
    #expect(source.values(of: numbers[1]).map(\.kind) == [.number])
    #expect(source.values(of: numbers[2]).isEmpty)
    #expect(source.values(of: numbers[3]).map(\.text) == ["false"])
    source.move(to: [:])
    #expect(source.values(of: numbers[0]).isEmpty)
  }
}
