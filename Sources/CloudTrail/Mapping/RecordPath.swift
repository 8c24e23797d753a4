import Events
import OrderedCollections

/// A dotted path in a record, taken apart once.
struct RecordPath: ExpressibleByStringLiteral, Sendable {
  /// The path as it was written.
  let text: String
  /// Its keys.
  let keys: [String]
  /// The object that the path starts in, and how many keys lead there.
  private let start: (object: RecordObject, length: Int)

  init(stringLiteral text: String) {
    self.text = text
    keys = text.split(separator: ".").map(String.init)
    let payload = [RecordObject.request, .response].first { $0.place.key == text.prefix { $0 != "." } }
    start = payload.map { ($0, 1) } ?? (.root, 0)
  }

  /// The value at the path; nil when a step is missing.
  func value(in record: RecordObjects) -> JSON? {
    guard start.length < keys.count, var value = record[start.object, keys[start.length]] else { return nil }
    for key in keys[(start.length + 1)...] {
      guard case .object(let members) = value, let next = members[key] else { return nil }
      value = next
    }
    return value
  }
}
