import Events
import OrderedCollections

/// Puts the queries of `[transform]` into a guide: `$investigate_0` becomes the first `investigate` entry in the form
/// that Kibana shows as a button, and likewise `$osquery_0`.
enum GuideTransform {
  static func render(_ note: String, _ transform: JSONObject) -> String {
    var result = note
    for kind in ["investigate", "osquery"] {
      let entries = transform[kind]?.array ?? []
      // From the last to the first, so that `$investigate_1` is not found inside `$investigate_12`.
      for (number, entry) in entries.enumerated().reversed() {
        let plugin = "!{\(kind)\(JSONWriter.text(sorted(entry)))}"
        result = result.replacing("${\(kind)_\(number)}", with: plugin)
        result = result.replacing("$\(kind)_\(number)", with: plugin)
      }
    }
    return result
  }

  private static func sorted(_ value: JSON) -> JSON {
    switch value {
    case .object(let members):
      .object(
        JSONObject(
          uniqueKeysWithValues: members.sorted { $0.key < $1.key }.map { ($0.key, sorted($0.value)) }))
    case .array(let elements): .array(elements.map(sorted))
    case .null, .bool, .number, .string: value
    }
  }
}
