import Events
import Storage
import TestSupport
import Testing

struct RuleVersionTests {
  @Test func everyVersionIsKept() throws {
    let test = try TestStore()
    try test.store.write { writer in
      #expect(try writer.setRule("r", text: "one", format: "toml", source: "r.toml", by: "alice") != nil)
      #expect(try writer.setRule("r", text: "one", format: "toml", source: "r.toml", by: "bob") == nil)
      try writer.setRuleEnabled("r", false, by: "bob")
      // A new text does not switch a rule on.
      let third = try writer.setRule("r", text: "two", format: "toml", source: "r.toml", by: "carol")
      #expect(third?.isEnabled == false)
      #expect(try writer.currentRules().map(\.text) == ["two"])
      #expect(try writer.removeRule("r", by: "dave"))
      #expect(try !writer.removeRule("r", by: "dave"))
      #expect(try writer.currentRules().isEmpty)
      #expect(try writer.ruleVersions("r").map(\.changedBy) == ["dave", "carol", "bob", "alice"])
      try writer.setRule("r", text: "two", format: "toml", source: "r.toml", isEnabled: true, by: "erin")
      #expect(try writer.currentRule("r")?.isEnabled == true)
    }
    #expect(throws: StoreError.self) { try test.store.write { try $0.setRuleEnabled("none", true, by: "x") } }
  }

  @Test func gapsExceptionsAndLists() throws {
    let test = try TestStore()
    let period = time("2026-10-14T10:00:00Z")..<time("2026-10-14T11:00:00Z")
    try test.store.write { writer in
      let gap = try writer.addGap(rule: "r", period: period)
      try writer.updateGap(gap, status: .filled, filledMilliseconds: 3_600_000)
      try writer.setExceptionList("l", ["name": "L"])
      try writer.setExceptionItem("i", list: "l", ["name": "I"])
      try writer.setValueList("v", ["type": "keyword"], values: ["b", "a", "b"])
      try writer.addValueListItems("v", ["c"])
      try writer.removeValueListItems("v", ["a"])
      try writer.addExpectedHits(exception: "i", rule: "r", count: 2, last: period.lowerBound)
      try writer.addExpectedHits(exception: "i", rule: "r", count: 3, last: period.upperBound)
    }
    try test.store.read { (reader) throws in
      #expect(try reader.gaps(status: .filled).map(\.period) == [period])
      #expect(try reader.gaps(rule: "r", status: .unfilled).isEmpty)
      #expect(try reader.exceptionItems(list: "l").map(\.document) == [["name": "I"]])
      #expect(try reader.valueListItems("v") == ["b", "c"])
      #expect(try reader.expectedHits().map(\.count) == [5])
      #expect(try reader.expectedHits().map(\.last) == [period.upperBound])
    }
    try test.store.write { writer in
      try writer.setExceptionList("l", nil)
      try writer.setValueList("v", nil, values: [])
      #expect(try writer.exceptionItem("i") == nil)
      #expect(try writer.valueListItems("v").isEmpty)
    }
  }
}
