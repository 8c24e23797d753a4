import Events
import OrderedCollections
import TestSupport
import Testing

/// What is read of mapping files, and what is refused or said of them.
@Suite struct MappingReaderTests {
  typealias Read = (mapping: IndexMapping, warnings: [MappingProblem])

  static func read(_ texts: String...) throws -> Read {
    var reader = MappingReader()
    for (number, text) in texts.enumerated() {
      try reader.add(Array(text.utf8), path: number == 0 ? "m.json" : "m\(number + 1).json")
    }
    return try reader.finish()
  }

  /// Reads the properties of one mapping.
  static func properties(_ text: String) throws -> Read {
    try read("{\"properties\":{\(text)}}")
  }

  // MARK: Shapes

  @Test(arguments: [
    #"{"properties":{"a":{"type":"long"}}}"#,
    #"{"mappings":{"properties":{"a":{"type":"long"}}},"settings":{"number_of_shards":1}}"#,
    #"{"my-index":{"mappings":{"properties":{"a":{"type":"long"}}}}}"#,
    #"{"properties":{"mappings":{"properties":{"b":{"type":"ip"}}},"a":{"type":"long"}}}"#,
    #"{"index_patterns":["x-*"],"template":{"mappings":{"properties":{"a":{"type":"long"}}}},"priority":5}"#,
    #"{"index_templates":[{"name":"t","index_template":{"template":{"mappings":{"properties":{"a":{"type":"long"}}}}}}]}"#,
    #"{"component_templates":[{"name":"t","component_template":{"template":{"mappings":{"properties":{"a":{"type":"long"}}}}}}]}"#,
    #"{"legacy":{"order":0,"index_patterns":["x-*"],"mappings":{"properties":{"a":{"type":"long"}}}}}"#,
  ])
  func everyShapeOfElasticsearchsIsRead(_ text: String) throws {
    let (mapping, warnings) = try Self.read(text)
    #expect(mapping.field("a") == MappedField(type: .long) && warnings == [])
  }

  @Test func objectsAndDottedNamesAreTheSame() throws {
    let (mapping, _) = try Self.properties(
      #""a":{"properties":{"b":{"type":"object","properties":{"c":{"type":"ip"}}}}},"d.e":{"type":"nested","properties":{"f.g":{"type":"date"}}}"#
    )
    #expect(mapping.field("a.b.c")?.type == .ip && mapping.field("a.b")?.type == .object)
    #expect(mapping.field("d.e")?.type == .nested && mapping.field("d.e.f.g")?.type == .date)
    #expect(mapping.field("a.b.d") == nil && mapping.field("c") == nil)
  }

  @Test func aTemplateNamesTheComponentsThatAreMissing() throws {
    let (mapping, warnings) = try Self.read(
      #"{"index_patterns":["x"],"composed_of":["base","ecs@mappings"],"template":{"settings":{}}}"#)
    #expect(mapping.fields.isEmpty && warnings.map(\.message).first?.contains("base, ecs@mappings") == true)
  }

  // MARK: Types

  @Test(arguments: [
    ("keyword", FieldType.keyword), ("constant_keyword", .constantKeyword), ("wildcard", .wildcard),
    ("text", .text), ("match_only_text", .matchOnlyText), ("ip", .ip), ("long", .long), ("integer", .long),
    ("short", .long), ("byte", .long), ("double", .double), ("float", .double), ("boolean", .boolean),
    ("date", .date), ("date_nanos", .date), ("flattened", .flattened), ("version", .version),
    ("geo_point", .geoPoint),
  ])
  func typesThatAreKnown(_ name: String, _ type: FieldType) throws {
    let (mapping, warnings) = try Self.properties("\"a\":{\"type\":\"\(name)\"}")
    #expect(mapping.field("a")?.type == type && warnings == [])
  }

  /// They change what matches in Elasticsearch, so that a word is due.
  @Test(arguments: [
    ("binary", "not known"), ("keywrod", "not known"), ("scaled_float", "precision"),
    ("half_float", "precision"), ("unsigned_long", "doubles"), ("search_as_you_type", "read as text"),
  ])
  func typesThatAreReadAsOthersAreNamed(_ name: String, _ words: String) throws {
    let (_, warnings) = try Self.properties("\"o\":{\"properties\":{\"a\":{\"type\":\"\(name)\"}}}")
    let warning = try #require(warnings.first)
    #expect(warnings.count == 1 && warning.field == "o.a" && warning.path == "m.json")
    #expect(warning.description.hasPrefix("m.json: o.a: type \(name)") && warning.message.contains(words))
  }

  @Test(arguments: [
    (#""type":"keyword","normalizer":"lowercase""#, "normalizer: values are compared as they are written"),
    (#""type":"text","analyzer":"english""#, "analyzer: texts are analysed as by the standard analyzer"),
    (#""type":"keyword","copy_to":"all""#, "copy_to: the value is not copied"),
    (#""type":"keyword","index":false"#, "index: the field is searched all the same"),
    (#""type":"long","script":{"source":"emit(1)"}"#, "script: nothing is calculated"),
    (#""type":"date","format":"dd/MM/yyyy""#, "format: dates are read as ISO 8601"),
    (#""type":"object","enabled":false"#, "enabled: what is below is searched all the same"),
    (#""type":"object","dynamic":"false""#, "dynamic: fields that no mapping names"),
    (#""type":"long","ignore_malformed":true"#, "ignore_malformed: a value of another kind"),
    (#""type":"geo_point","null_value":"1,2""#, "null_value: a null of a geo_point"),
    (#""type":"keyword","invented":1"#, "invented has no effect"),
  ])
  func parametersWithoutEffectAreNamed(_ definition: String, _ words: String) throws {
    let (_, warnings) = try Self.properties("\"a\":{\(definition)}")
    #expect(warnings.map(\.field) == ["a"] && warnings.first?.message.hasPrefix(words) == true, "\(warnings)")
  }

  @Test func parametersThatChangeNoMatchAreQuiet() throws {
    let (_, warnings) = try Self.read(
      """
      {"_meta":{"x":1},"date_detection":false,"dynamic":"strict","_source":{"mode":"synthetic"},"properties":{
        "a":{"type":"keyword","doc_values":false,"norms":false,"meta":{"unit":"ms"},"time_series_dimension":true},
        "b":{"type":"text","analyzer":"standard","index_options":"freqs","dynamic":true},
        "c":{"type":"date","format":"strict_date_optional_time||epoch_millis","ignore_malformed":false},
        "d":{"type":"nested","include_in_parent":true,"dynamic":"true"}}}
      """)
    #expect(warnings == [])
  }

  @Test func whatStandsAboveFieldsIsNamedToo() throws {
    let (_, warnings) = try Self.read(
      #"{"dynamic":false,"dynamic_templates":[{"x":{}}],"runtime":{"day":{"type":"keyword"}},"properties":{}}"#
    )
    #expect(warnings.map(\.field) == [nil, nil, "day"])
    #expect(
      warnings.map(\.description) == [
        "m.json: dynamic: fields that no mapping names are searched all the same",
        "m.json: dynamic_templates are not applied: fields that the mapping does not name have the types of ECS",
        "m.json: day: runtime fields are not calculated",
      ])
  }

  // MARK: Values

  @Test(arguments: [
    ("keyword", "\"NULL\"", JSON.string("NULL")), ("keyword", "5", "5"), ("keyword", "true", "true"),
    ("wildcard", "\"\"", ""), ("flattened", "\"-\"", "-"), ("long", "-1", -1), ("integer", "\"7\"", 7),
    ("long", "2.0", 2), ("double", "1.5", 1.5), ("boolean", "false", false), ("boolean", "\"true\"", true),
    ("ip", "\"::1\"", "::1"), ("date", "0", 0), ("date", "\"1970-01-02\"", "1970-01-02"),
    ("date", "\"86400000\"", 86_400_000),
  ])
  func nullValuesHaveTheTypeOfTheField(_ type: String, _ text: String, _ value: JSON) throws {
    let (mapping, _) = try Self.properties("\"a\":{\"type\":\"\(type)\",\"null_value\":\(text)}")
    #expect(mapping.field("a")?.nullValue == value)
  }

  @Test func limitsAndConstants() throws {
    let (mapping, _) = try Self.properties(
      #""a":{"type":"keyword","ignore_above":256},"b":{"type":"keyword"},"c":{"type":"flattened","ignore_above":10},"d":{"type":"constant_keyword","value":"x"},"e":{"type":"keyword","null_value":null}"#
    )
    let types = FieldTypes(limits: .elastic, mapping: mapping)
    #expect(types.ignoreAbove(of: "a") == 256 && types.ignoreAbove(of: "b") == nil)
    #expect(types.ignoreAbove(of: "c.deep.leaf") == 10 && types.type(of: "c.deep.leaf") == .flattened)
    #expect(FieldTypes(limits: .none, mapping: mapping).ignoreAbove(of: "a") == nil)
    #expect(mapping.field("d")?.constant == "x" && mapping.field("e") == MappedField(type: .keyword))
  }

  @Test func theUsersMappingPrecedesECS() throws {
    let (mapping, _) = try Self.properties(
      #""source":{"properties":{"port":{"type":"keyword"}}},"own":{"type":"long"},"seen":{"type":"alias","path":"own"}"#
    )
    let types = FieldTypes(limits: .elastic, mapping: mapping)
    #expect(types.type(of: "source.port") == .keyword && types.type(of: "source.ip") == .ip)
    #expect(types.type(of: "own") == .long && types.isMapped("own"))
    #expect(types.type(of: "seen") == .long && types.isMapped("seen") && !types.isMapped("other"))
  }

  @Test func multiFieldsReadTheirParents() throws {
    let (mapping, _) = try Self.properties(
      #""a":{"type":"keyword","null_value":"x","fields":{"text":{"type":"text"},"n":{"type":"long","null_value":3}}},"t":{"type":"alias","path":"a.text"}"#
    )
    #expect(mapping.field("a.text")?.source == "a" && mapping.field("a.text")?.nullValue == nil)
    #expect(mapping.field("a.n")?.nullValue == 3 && mapping.concrete("t") == "a.text")
    #expect(mapping.names(reading: "a").sorted() == ["a.n", "a.text", "t"])
  }

  // MARK: Several mappings

  @Test func theLastDefinitionCountsAndTheOtherIsNamed() throws {
    let (mapping, warnings) = try Self.read(
      #"{"one":{"mappings":{"properties":{"a":{"type":"keyword"},"b":{"type":"ip"}}}},"two":{"mappings":{"properties":{"a":{"type":"long"},"b":{"type":"ip"}}}}}"#,
      #"{"properties":{"a":{"type":"date"}}}"#)
    #expect(mapping.field("a")?.type == .date && mapping.field("b")?.type == .ip)
    #expect(
      warnings.map(\.description) == [
        "m.json: a: m.json (one) maps the field in another way; the mapping of m.json (two) counts",
        "m2.json: a: m.json (two) maps the field in another way; the mapping of m2.json counts",
      ])
  }

  @Test func constantsThatDifferAreNotFilledIn() throws {
    let one = #"{"properties":{"a":{"type":"constant_keyword","value":"x"}}}"#
    let (mapping, warnings) = try Self.read(one, one.replacing("\"x\"", with: "\"y\""), one)
    #expect(mapping.field("a")?.constant == nil && mapping.constants.isEmpty)
    #expect(warnings.count == 2 && warnings.allSatisfy { $0.message.contains("none is filled in") })
  }

  @Test func anAliasMayLeadToAnotherFilesField() throws {
    let alias = #"{"properties":{"a":{"type":"alias","path":"b.c"}}}"#
    let (mapping, _) = try Self.read(alias, #"{"properties":{"b":{"properties":{"c":{"type":"ip"}}}}}"#)
    #expect(mapping.field("a")?.type == .ip && mapping.concrete("a") == "b.c")
  }
}
