import Foundation
import Testing

@testable import NightjarServer

/// The colours of the style sheet against WCAG 2.2: 4.5 to 1 for text (1.4.3), 3 to 1 for edges of controls (1.4.11).
@Suite struct PaletteTests {
  private static let text = [
    ("ink", "bg"), ("ink", "surface"), ("ink", "raised"), ("ink", "accent-soft"), ("ink", "bad-soft"),
    ("ink", "warn-soft"), ("ink", "good-soft"), ("muted", "bg"), ("muted", "surface"), ("muted", "raised"),
    ("muted", "bad-soft"), ("accent", "bg"), ("accent", "surface"), ("accent", "raised"),
    ("accent-ink", "accent"),
    ("bar-ink", "bar"), ("bar-ink", "bar-on"), ("bar-muted", "bar"), ("bad", "surface"), ("bad", "bg"),
    ("warn", "surface"),
  ]
  private static let edges = [("edge", "surface"), ("edge", "bg"), ("accent", "bar-on"), ("critical", "bg")]

  @Test(arguments: [":root {", ":root[data-theme=\"dark\"] {", ":root:not([data-theme]) {"])
  func contrast(_ selector: String) throws {
    let colours = try Self.colours(selector)
    for (front, back) in Self.text {
      let ratio = try Self.ratio(#require(colours[front]), #require(colours[back]))
      #expect(ratio >= 4.5, "\(front) on \(back) in \(selector): \(ratio)")
    }
    for (front, back) in Self.edges where front != "accent" || selector != ":root {" {
      let ratio = try Self.ratio(#require(colours[front]), #require(colours[back]))
      #expect(ratio >= 3, "\(front) on \(back) in \(selector): \(ratio)")
    }
  }

  @Test func bothWaysToDarkAreTheSame() throws {
    #expect(try Self.colours(":root[data-theme=\"dark\"] {") == Self.colours(":root:not([data-theme]) {"))
  }

  @Test func severitiesHaveTheirColours() throws {
    let colours = try Self.colours(":root {")
    #expect(colours["low"] == 0x54B399 && colours["medium"] == 0xD6BF57)
    #expect(colours["high"] == 0xDA8B45 && colours["critical"] == 0xE7664C)
  }

  /// The custom properties of a rule, over those that it inherits.
  private static func colours(_ selector: String) throws -> [String: Int] {
    let sheet = try #require(ResourceTable.standard["assets/nightjar.css"]).text
    var colours: [String: Int] = [:]
    for wanted in [":root {", selector] {
      let start = try #require(sheet.firstRange(of: wanted))
      let block = sheet[start.upperBound...].prefix { $0 != "}" }
      for match in block.matches(of: /--([a-z-]+): #([0-9a-f]{6});/) {
        colours[String(match.1)] = Int(match.2, radix: 16)
      }
    }
    return colours
  }

  private static func ratio(_ left: Int, _ right: Int) -> Double {
    let (first, second) = (luminance(left), luminance(right))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  private static func luminance(_ colour: Int) -> Double {
    func linear(_ part: Int) -> Double {
      let value = Double(part & 0xFF) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(colour >> 16) + 0.7152 * linear(colour >> 8) + 0.0722 * linear(colour)
  }
}
