import Events
import OrderedCollections
import Query
import Testing

/// Queries on fields of a mapping of the user's.
@Suite struct MappingQueryTests {
  private static let mapping = #"""
    {"properties":{
      "status":{"type":"keyword","null_value":"NULL","fields":{"text":{"type":"text"}}},
      "size":{"type":"long","null_value":-1},
      "seen":{"type":"date","null_value":0},
      "peer":{"type":"ip","null_value":"10.0.0.1"},
      "on":{"type":"boolean","null_value":false},
      "short":{"type":"keyword","ignore_above":4,"null_value":"too long"},
      "release":{"type":"version"},
      "labels":{"type":"flattened"},
      "origin":{"type":"constant_keyword","value":"sensor"},
      "source":{"properties":{"port":{"type":"keyword"}}},
      "event":{"properties":{"category":{"type":"alias","path":"kind"},"size":{"type":"alias","path":"size"}}},
      "kind":{"type":"keyword"},
      "files":{"type":"nested","properties":{
        "name":{"type":"keyword","null_value":"unnamed"},"title":{"type":"alias","path":"files.name"}}}
    }}
    """#

  static func types() throws -> FieldTypes {
    var reader = MappingReader()
    try reader.add(Array(mapping.utf8), path: "m.json")
    return FieldTypes(limits: .elastic, mapping: try reader.finish().mapping)
  }

  static let nulls: JSON = [
    "status": .null, "size": .null, "seen": .null, "peer": .null, "on": .null, "short": .null,
    "kind": "file", "files": [["name": .null], ["name": "a"]],
  ]

  static let values: JSON = [
    "status": "Partly done", "size": "5", "release": "1.11.3", "labels": ["team": "core", "level": 3],
    "source": ["port": "443"], "kind": ["file", "x"], "short": "12345",
  ]

  @Test(arguments: [
    ("status: NULL", true), ("status: null", false), ("status: *", true), ("not status: *", false),
    ("status.text: null", false),
    ("size: -1", true), ("size < 0", true), ("size: 0", false), ("event.size: -1", true),
    ("seen: 1970", true), ("seen < \"1971-01-01\"", true), ("peer: 10.0.0.0/8", true), ("on: false", true),
    // The null value is longer than the limit, so that it is not searched.
    ("short: *", false), ("short: \"too long\"", false),
    ("origin: sensor", true), ("origin: *", true), ("origin: other", false),
    ("event.category: file", true), ("event.category: f*", true), ("kind: file", true),
    ("event.cat*: file", true), ("stat*: NULL", true), ("ori*: sensor", true), ("*: NULL", true),
    ("NULL", true),
    ("files: { name: unnamed }", true), ("files: { name: unnamed and name: a }", false),
    ("files: { title: unnamed }", true), ("files: { t*: unnamed }", true), ("files.title: unnamed", true),
  ])
  func kqlAsksWhatNullStandsFor(_ query: String, _ expected: Bool) throws {
    #expect(try kql(query, matches: Self.nulls, types: try Self.types()) == expected)
  }

  @Test(arguments: [
    ("status: NULL", false), ("status: Partly", false), ("status.text: partly", true),
    ("status.text: \"partly done\"", true), ("status.te*: done", true), ("not seen: *", true),
    ("size: 5", true), ("size >= 5 and event.size < 6", true),
    ("source.port: 443", true), ("source.port: 4*", true), ("source.port > 5", false),
    ("labels.team: core", true), ("labels: core", true), ("labels: 3", true), ("labels: other", false),
    ("release: 1.11.3", true), ("release > 1.5", true), ("release < 1.2", false), ("release: 1.*", true),
    ("short: *", false), ("peer: *", false), ("event.category: x", true),
  ])
  func kqlAsksFieldsByTheirTypes(_ query: String, _ expected: Bool) throws {
    #expect(try kql(query, matches: Self.values, types: try Self.types()) == expected)
  }

  @Test func valuesMustFitTheUsersTypes() throws {
    let types = try Self.types()
    for query in ["size: x", "event.size: x", "peer: x", "on: x"] {
      #expect(throws: KQLCompileError.self) { try kql(query, matches: Self.values, types: types) }
    }
  }

  @Test(arguments: [
    ("any where ?status == null", false), ("any where status == \"NULL\"", true),
    ("file where size == -1", true),
    ("any where length(status) == 4", true), ("any where size + 1 == 0", true),
    ("any where on == false", true),
    ("any where missing == null", true), ("any where origin : \"SENSOR\"", true),
    ("any where event.size < size + 1", true),
  ])
  func eqlAsksWhatNullStandsFor(_ query: String, _ expected: Bool) throws {
    let types = try Self.types()
    let filter = try EQLParser.parse(query).terms[0].filter
    let compiled = try EQLCompiler(types: types, now: present).compile(filter)
    #expect(try expression(compiled, matches: Self.nulls, types: types) == expected)
  }

  @Test(arguments: [
    ("any where release > \"1.5.0\"", true), ("any where release < \"1.2\"", false),
    ("any where release == \"1.11.3\"", true), ("any where concat(release, \"\") == \"1.11.3\"", true),
    ("any where startsWith(release, \"1.\")", true),
  ])
  func eqlOrdersVersions(_ query: String, _ expected: Bool) throws {
    let types = try Self.types()
    let filter = try EQLParser.parse(query).terms[0].filter
    let compiled = try EQLCompiler(types: types, now: present).compile(filter)
    #expect(try expression(compiled, matches: Self.values, types: types) == expected)
    let number = try EQLParser.parse("any where release > 1").terms[0].filter
    #expect(throws: EQLCompileError.self) { try EQLCompiler(types: types, now: present).compile(number) }
  }
}
