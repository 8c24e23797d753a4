/// A text as UTF-16 code units, by which the functions of the language count.
struct Units {
  let units: [UInt16]

  init(_ text: String) {
    units = Array(text.utf16)
  }

  init(_ units: [UInt16]) {
    self.units = units
  }

  var text: String { String(decoding: units, as: UTF16.self) }
  var isEmpty: Bool { units.isEmpty }

  func hasPrefix(_ other: Units) -> Bool { units.starts(with: other.units) }

  func hasSuffix(_ other: Units) -> Bool { units.reversed().starts(with: other.units.reversed()) }

  func contains(_ other: Units) -> Bool { firstStart(of: other, from: 0) != nil }

  func firstStart(of other: Units, from start: Int) -> Int? {
    guard start + other.units.count <= units.count else { return nil }
    return (start...units.count - other.units.count).first { fits(other, at: $0) }
  }

  func firstEnd(of other: Units) -> Int? {
    firstStart(of: other, from: 0).map { $0 + other.units.count }
  }

  func lastStart(of other: Units) -> Int? {
    guard other.units.count <= units.count else { return nil }
    return (0...units.count - other.units.count).last { fits(other, at: $0) }
  }

  private func fits(_ other: Units, at start: Int) -> Bool {
    units[start..<start + other.units.count].elementsEqual(other.units)
  }
}
