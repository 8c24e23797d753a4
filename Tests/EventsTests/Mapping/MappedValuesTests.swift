import Events
import OrderedCollections
import TestSupport
import Testing

/// The values that documents have under a mapping of the user's.
@Suite struct MappedValuesTests {
  /// The values of a field, read as matching does and as a single lookup does, which must agree.
  private func values(_ name: String, _ document: JSON, _ properties: String) throws -> [String] {
    let types = FieldTypes(limits: .elastic, mapping: try MappingReaderTests.properties(properties).mapping)
    let members = try #require(document.object)
    var catalog = FieldCatalog(types: types)
    let number = catalog.number(of: name)
    let source = DocumentSource(catalog: catalog)
    source.move(to: members)
    let found = source.values(of: number).map { "\($0.kind) \($0.text)" }
    #expect(source.document() == members)
    #expect(types.scalars(name, in: members).count == found.count)
    return found
  }

  private static let property =
    #""a":{"properties":{"b":{"type":"keyword","null_value":"NULL"},"n":{"type":"long","null_value":-1}}}"#

  /// Source: Elasticsearch reference, "null_value": explicit nulls only, also among others; an empty list has none.
  @Test(arguments: [
    (#"{"a":{"b":null}}"#, ["string NULL"]), (#"{"a.b":null}"#, ["string NULL"]),
    (#"{"a":{"b":"x"}}"#, ["string x"]), (#"{"a":{"b":""}}"#, ["string "]),
    (#"{"a":{"b":["x",null]}}"#, ["string x", "string NULL"]),
    (#"{"a":{"b":[null,[null]]}}"#, ["string NULL", "string NULL"]),
    (#"{"a":[{"b":null},{"b":"y"},{}]}"#, ["string NULL", "string y"]),
    (#"{"a":{"b":[]}}"#, []), (#"{"a":{}}"#, []), (#"{}"#, []), (#"{"a":null}"#, []), (#"{"a":[null]}"#, []),
    (#"{"a":{"b":{"c":null}}}"#, []),
  ])
  func explicitNullsAreTheNullValue(_ document: String, _ expected: [String]) throws {
    #expect(try values("a.b", try JSONReader.read(document), Self.property) == expected)
  }

  @Test func nullValuesAreTyped() throws {
    #expect(try values("a.n", ["a": ["n": .null]], Self.property) == ["number -1"])
    #expect(
      try values("x", ["x": .null], #""x":{"type":"boolean","null_value":"true"}"#) == ["boolean true"])
    #expect(try values("x", ["x": .null], #""x":{"type":"keyword","null_value":5}"#) == ["string 5"])
  }

  @Test func fieldsWithoutNullValueHaveNone() throws {
    #expect(
      try values("x", ["x": [.null, "v"]], #""x":{"type":"keyword"},"y":{"type":"ip"}"#) == ["string v"])
    #expect(try values("z", ["z": .null], Self.property) == [])
  }

  @Test func aliasesAndMultiFieldsReadOtherFields() throws {
    let mapping =
      #""a":{"type":"keyword","null_value":"-","fields":{"t":{"type":"text"},"n":{"type":"long","null_value":7}}},"b":{"type":"alias","path":"a"},"c":{"type":"alias","path":"a.n"}"#
    let document: JSON = ["a": ["5", .null], "b": "no", "c": "no"]
    #expect(try values("a", document, mapping) == ["string 5", "string -"])
    #expect(try values("b", document, mapping) == ["string 5", "string -"])
    #expect(try values("a.t", document, mapping) == ["string 5"])
    #expect(try values("a.n", document, mapping) == ["string 5", "number 7"])
    #expect(try values("c", document, mapping) == ["string 5", "number 7"])
  }

  /// Source: Elasticsearch reference, "Flattened field type": a query on the root asks all leaves.
  @Test func flattenedObjectsHaveTheValuesOfTheirLeaves() throws {
    let mapping = #""f":{"type":"flattened","null_value":"N"}"#
    let document: JSON = ["f": ["x": "1", "y": ["z": [2, .null], "w": .null]]]
    #expect(try values("f", document, mapping) == ["string 1", "number 2", "string N", "string N"])
    #expect(try values("f.y.z", document, mapping) == ["number 2", "string N"])
    #expect(try values("f.y", document, mapping) == [])
    #expect(try values("f", ["f": .null], mapping) == [])
  }

  /// Source: Elasticsearch reference, "Constant keyword field type".
  @Test func constantsAreThereWithoutTheDocument() throws {
    let mapping = #""d":{"type":"constant_keyword","value":"audit"}"#
    #expect(try values("d", [:], mapping) == ["string audit"])
    #expect(try values("d", ["d": "other"], mapping) == ["string other"])
  }

  @Test func anAliasAndItsFieldAreOneInACatalog() throws {
    let (mapping, _) = try MappingReaderTests.properties(
      #""a":{"type":"ip","fields":{"k":{"type":"keyword"}}},"b":{"type":"alias","path":"a"}"#)
    var catalog = FieldCatalog(types: FieldTypes(limits: .elastic, mapping: mapping))
    #expect(catalog.number(of: "b") == catalog.number(of: "a"))
    #expect(catalog.entries.map(\.path) == ["a"] && catalog.entries[0].type == .ip)
    let number = catalog.number(of: "a.k")
    let multiField = catalog.entries[number]
    #expect(multiField.path == "a.k" && multiField.source == "a")
  }
}
