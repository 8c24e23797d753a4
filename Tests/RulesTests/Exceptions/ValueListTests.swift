import Rules
import Testing

@Suite struct ValueListTests {
  @Test(arguments: [
    (ValueList.Kind.ip, "10.0.0.0/33", "an address or a network"),
    (.ip, "192.0.2.1-192.0.2.9", "an address or a network"),
    (.ipRange, "192.0.2.9-192.0.2.1", "a network such as 10.0.0.0/8 or a range with a dash"),
    (.ipRange, "192.0.2.9-", "a network such as 10.0.0.0/8 or a range with a dash"),
    (.ipRange, "192.0.2.1-192.0.2.2-192.0.2.3", "a network such as 10.0.0.0/8 or a range with a dash"),
    (.ipRange, "192.0.2.1-2001:db8::1", "a network such as 10.0.0.0/8 or a range with a dash"),
    (.ipRange, "", "a network such as 10.0.0.0/8 or a range with a dash"),
  ])
  func valuesMustBeOfTheirKind(_ kind: ValueList.Kind, _ value: String, _ expected: String) {
    let error = #expect(throws: ValueListError.self) {
      _ = try ValueList(id: "l", kind: kind, items: ["10.0.0.1", value])
    }
    #expect(error?.index == 1)
    #expect(error?.message == "must be \(expected), not \"\(value)\"")
  }

  @Test func sizeIsLimited() throws {
    let most = [String](repeating: "a", count: ValueList.maximumCount)
    #expect(try ValueList(id: "l", kind: .keyword, items: most).count == 65_536)
    #expect(throws: ValueListError.self) { try ValueList(id: "l", kind: .keyword, items: most + ["a"]) }
  }
}
