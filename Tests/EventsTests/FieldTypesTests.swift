import Events
import Foundation
import OrderedCollections
import TestSupport
import Testing

@Suite struct FieldTypesTests {
  @Test(arguments: [
    ("event.action", FieldType.keyword), ("source.ip", .ip), ("source.port", .long), ("@timestamp", .date),
    ("message", .matchOnlyText),
    ("process.command_line", .wildcard), ("data_stream.dataset", .constantKeyword),
    ("aws.cloudtrail.read_only", .boolean),
    ("aws.cloudtrail.request_parameters", .keyword),
    ("aws.cloudtrail.request_parameters.text", .matchOnlyText),
    ("aws.cloudtrail.flattened.request_parameters.a.ip", .flattened),
    ("aws.cloudtrail.flattened.request_parameters_x", .keyword),
    ("winlog.event_data.ip", .keyword), ("kibana.alert.risk_score", .long),
  ])
  func types(_ path: String, _ type: FieldType) {
    #expect(FieldTypes.standard.type(of: path) == type)
  }

  @Test func limits() {
    #expect(FieldTypes.standard.ignoreAbove(of: "aws.cloudtrail.request_parameters") == 8191)
    #expect(FieldTypes.standard.ignoreAbove(of: "user_agent.original") == 1024)
    #expect(FieldTypes.standard.ignoreAbove(of: "process.command_line") == nil)
    #expect(FieldTypes(limits: .none).ignoreAbove(of: "aws.cloudtrail.request_parameters") == nil)
  }

  /// Every field of the ECS reference list has the type that the list says.
  @Test(.enabled(if: SharedData.folder != nil, "skipped: no ../shared/data"))
  func agreesWithTheECSReference() throws {
    let folder = try #require(SharedData.folder)
    let list = try JSONReader.read([UInt8](Data(contentsOf: folder.appending(path: "ecs-field-types.json"))))
    let sameAs = ["float": "double", "scaled_float": "double"]
    var checked = 0
    for (path, value) in try #require(list.object) {
      let name = try #require(value.string)
      // The AWS integration maps these two as constants.
      guard name != "object", path != "event.dataset", path != "event.module" else { continue }
      #expect(FieldTypes.standard.type(of: path).rawValue == sameAs[name] ?? name, "\(path)")
      checked += 1
    }
    #expect(checked > 2000)
  }
}
