import Events
import OrderedCollections
import TestSupport
import Testing

/// Mappings that are wrong or meant to harm.
@Suite struct MappingErrorTests {
  private func refusal(_ text: String) -> MappingProblem? {
    do {
      _ = try MappingReaderTests.read(text)
      return nil
    } catch {
      return error as? MappingProblem
    }
  }

  @Test(arguments: [
    ("", "is no JSON: the text ends in the middle of a value at byte 0"),
    ("{\"properties\":{", "is no JSON: the text ends in the middle of a value at byte 15"),
    ("[]", "is no mapping: expected"), ("{}", "is no mapping: expected"), ("5", "is no mapping: expected"),
    (#"{"a":{"settings":{}}}"#, "is no mapping: expected"),
    (#"{"properties":[]}"#, "is no mapping: expected"),
    (#"{"template":{"mappings":5}}"#, "is no mapping: expected"),
    (#"{"index_templates":[]}"#, "is no mapping: expected"),
    (#"{"mappings":{"properties":5}}"#, "properties is no object"),
    (#"{"mappings":{"_doc":{"properties":{}}}}"#, "the properties stand below \"_doc\""),
  ])
  func filesThatAreNoMapping(_ text: String, _ words: String) throws {
    let problem = try #require(refusal(text))
    #expect(
      problem.message.hasPrefix(words) && problem.path == "m.json" && problem.field == nil, "\(problem)")
  }

  @Test(arguments: [
    (#""a":5"#, "a", "the definition is no object"),
    (#""a":{}"#, "a", "the definition has no type and no properties"),
    (#""a":{"type":5}"#, "a", "type is no text"),
    (#""a":{"properties":{"":{"type":"ip"}}}"#, "a", "\"\" is no name of a field"),
    (#""o":{"properties":{"a..b":{"type":"ip"}}}"#, "o", "\"a..b\" is no name of a field"),
    (#""a":{"type":"ip","properties":{}}"#, "a", "the type ip has no properties"),
    (#""a":{"type":"ip","ignore_above":5}"#, "a", "the type ip has no ignore_above"),
    (#""a":{"type":"keyword","ignore_above":-1}"#, "a", "ignore_above is no whole number"),
    (#""a":{"type":"keyword","ignore_above":"x"}"#, "a", "ignore_above is no whole number"),
    (#""a":{"type":"text","null_value":"x"}"#, "a", "the type text has no null_value"),
    (#""a":{"type":"long","null_value":"x"}"#, "a", "null_value \"x\" does not fit the type long"),
    (#""a":{"type":"long","null_value":1.5}"#, "a", "null_value 1.5 does not fit the type long"),
    (#""a":{"type":"long","null_value":true}"#, "a", "null_value true does not fit the type long"),
    (#""a":{"type":"double","null_value":"0x10"}"#, "a", "null_value \"0x10\" does not fit the type double"),
    (#""a":{"type":"double","null_value":"inf"}"#, "a", "null_value \"inf\" does not fit the type double"),
    (#""a":{"type":"boolean","null_value":1}"#, "a", "null_value 1 does not fit the type boolean"),
    (#""a":{"type":"ip","null_value":"10.0.0.0/8"}"#, "a", "null_value \"10.0.0.0/8\" does not fit"),
    (#""a":{"type":"date","null_value":"never"}"#, "a", "null_value \"never\" does not fit the type date"),
    (#""a":{"type":"keyword","null_value":["x"]}"#, "a", "null_value (a list) does not fit"),
    (#""a":{"type":"constant_keyword","value":{}}"#, "a", "value is no text"),
    (#""a":{"type":"keyword","fields":5}"#, "a", "fields is no object"),
    (#""a":{"type":"keyword","fields":{"b":{}}}"#, "a.b", "a multi-field needs a type"),
    (#""a":{"type":"keyword","fields":{"b":{"type":"alias","path":"a"}}}"#, "a.b", "a multi-field can be no"),
    (#""a":{"type":"keyword","fields":{"b":{"type":"nested"}}}"#, "a.b", "a multi-field can be no object"),
    (#""a":{"type":"keyword","fields":{"b":{"type":"flattened"}}}"#, "a.b", "a multi-field can be no object"),
    (#""a":{"properties":{},"fields":{}}"#, "a", "an object has properties, and no fields"),
    (#""a":{"type":"alias"}"#, "a", "an alias needs the path of a field"),
    (#""a":{"type":"alias","path":"b"}"#, "a", "path \"b\" is no field of the mappings"),
    (#""a":{"type":"alias","path":"a"}"#, "a", "path \"a\" is an alias"),
    (#""a":{"type":"alias","path":"b"},"b":{"type":"alias","path":"a"}"#, "a", "path \"b\" is an alias"),
    (#""a":{"type":"alias","path":"b"},"b":{"properties":{}}"#, "a", "path \"b\" is an object"),
    (
      #""a":{"type":"alias","path":"b.c"},"b":{"type":"nested","properties":{"c":{"type":"ip"}}}"#, "a",
      "path \"b.c\" lies in another nested object"
    ),
  ])
  func definitionsThatAreWrong(_ properties: String, _ field: String, _ words: String) throws {
    let problem = try #require(refusal("{\"properties\":{\(properties)}}"))
    #expect(problem.field == field && problem.message.hasPrefix(words), "\(problem)")
  }

  @Test func anAliasInTheSameNestedObjectIsFine() throws {
    let (mapping, _) = try MappingReaderTests.properties(
      #""b":{"type":"nested","properties":{"c":{"type":"ip"},"a":{"type":"alias","path":"b.c"}}}"#)
    #expect(mapping.field("b.a")?.type == .ip)
  }

  /// A type of Elasticsearch's that is not known may have values that are right for it.
  @Test func valuesOfUnknownTypesAndFormatsAreOnlyNamed() throws {
    let (mapping, warnings) = try MappingReaderTests.properties(
      #""a":{"type":"point","null_value":{"x":1,"y":2}},"b":{"type":"date","format":"dd.MM.","null_value":"01.01."}"#
    )
    #expect(mapping.field("a")?.nullValue == nil && mapping.field("b")?.nullValue == nil)
    #expect(warnings.count == 4 && warnings.count { $0.message.hasPrefix("null_value") } == 2)
  }

  // MARK: Bounds

  private func nested(_ depth: Int) -> String {
    "{" + String(repeating: "\"properties\":{\"o\":{", count: depth) + "\"type\":\"object\""
      + String(repeating: "}}", count: depth) + "}"
  }

  @Test func depthIsBounded() throws {
    #expect(refusal(nested(50)) == nil)
    #expect(refusal(nested(52))?.message.hasPrefix("objects are nested deeper than 50") == true)
    #expect(refusal(nested(10_000))?.message.contains("nested deeper than 512 levels") == true)
  }

  @Test func lengthsAndNumbersAreBounded() throws {
    let long = String(repeating: "x", count: 1025)
    let name = try #require(refusal("{\"properties\":{\"\(long)\":{\"type\":\"ip\"}}}"))
    #expect(name.message.contains("longer than 1024 bytes") && name.description.count < 1300)
    let many = (0...MappingReader.maximumFields).map { "\"f\($0)\":{\"type\":\"ip\"}" }
    #expect(
      refusal("{\"properties\":{\(many.joined(separator: ","))}}")?.message
        == "more than 50000 fields are mapped")
    var reader = MappingReader()
    #expect(throws: MappingProblem.self) {
      try reader.add(Array(repeating: UInt8(ascii: " "), count: MappingReader.maximumBytes + 1), path: "m")
    }
  }

  @Test func warningsAreBounded() throws {
    let many = (0..<1000).map { "\"f\($0)\":{\"type\":\"what\"}" }
    let (mapping, warnings) = try MappingReaderTests.properties(many.joined(separator: ","))
    #expect(mapping.fields.count == 1000 && warnings.count == 51)
    #expect(warnings.last?.message == "further warnings are not shown")
    let same = (0..<100).map { "\"i\($0)\":{\"mappings\":{\"dynamic\":false}}" }
    #expect(try MappingReaderTests.read("{\(same.joined(separator: ","))}").warnings.count == 1)
  }

  @Test func namesDoNotReachTheTerminalAsTheyAre() throws {
    let evil = "\\u001b[2J\\u0007\\u202e\\u0085\\n"
    let problem = try #require(
      refusal("{\"properties\":{\"\(evil)\":{\"type\":\"ip\",\"null_value\":\"\(evil)\"}}}"))
    let isClean = problem.description.unicodeScalars.allSatisfy {
      $0.properties.generalCategory != .control && $0.properties.generalCategory != .format
    }
    #expect(isClean && problem.description.contains("[2J"))
  }

  /// No text makes the reader crash, and what is accepted can be asked.
  @Test func anyTextIsReadOrRefused() throws {
    let seeds = [
      #"{"i":{"mappings":{"dynamic":"false","properties":{"a":{"type":"keyword","null_value":"N","ignore_above":5,"fields":{"t":{"type":"text"}}},"b":{"type":"alias","path":"a.t"}}}}}"#,
      #"{"index_templates":[{"name":"n","index_template":{"composed_of":["c"],"template":{"mappings":{"properties":{"o.p":{"type":"nested","properties":{"q":{"type":"flattened","null_value":1}}}}}}}}]}"#,
    ]
    let pieces = [
      "\"properties\":{", "\"type\":", "\"alias\"", "\"path\":\"a\"", "null", "\"fields\":{", "}", "{", "[",
      "]",
      ",", "\"null_value\":1e999", "\"mappings\":{", "\"template\":{", "\"value\":\"x\"",
      "\"constant_keyword\"",
    ]
    var mutation = Mutation(seed: 20_261_014, pieces: pieces)
    var accepted = 0
    for number in 0..<4000 * Fuzzing.factor {
      guard let (mapping, _) = try? MappingReaderTests.read(mutation.mutate(seeds[number % seeds.count]))
      else {
        continue
      }
      accepted += 1
      let types = FieldTypes(limits: .elastic, mapping: mapping)
      for name in ["a", "a.t", "b", "o.p", "o.p.q", "o.p.q.r", ""] {
        _ = types.scalars(name, in: ["a": .null, "o": ["p": [["q": ["r": .null]]]]])
      }
    }
    #expect(accepted > 50)
  }
}
