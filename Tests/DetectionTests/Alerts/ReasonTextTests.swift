import Testing

@testable import Detection

@Suite struct ReasonTextTests {
  private func text(_ fields: [ReasonText.Field: String]) -> String {
    ReasonText.text(severity: "high", ruleName: "R") { fields[$0] }
  }

  @Test func partsWithoutAValueAreLeftOut() {
    #expect(text([:]) == "event created high alert R.")
    #expect(text([.category: "file", .host: "h"]) == "file event on h created high alert R.")
    #expect(text([.sourcePort: "1", .user: "u"]) == "event by u created high alert R.")
    #expect(text([.file: "f"]) == "event with file f, created high alert R.")
  }

  @Test func allPartsStandInOrder() {
    let all: [ReasonText.Field: String] = [
      .category: "process", .process: "p", .parent: "q", .file: "f", .sourceAddress: "1.1.1.1",
      .sourcePort: "1",
      .destinationAddress: "2.2.2.2", .destinationPort: "2", .user: "u", .host: "h",
    ]
    #expect(
      text(all)
        == "process event with process p, parent process q, file f, source 1.1.1.1:1, destination 2.2.2.2:2, by u on h created high alert R."
    )
  }
}
