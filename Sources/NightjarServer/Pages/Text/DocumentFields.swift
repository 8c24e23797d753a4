import Events
import OrderedCollections

/// The fields of a document in a flat table.
enum DocumentFields {
  /// So many fields are shown.
  private static let maximum = 1000
  /// Fields nest at most so deep.
  private static let maximumDepth = 30

  /// The fields with their values as text, by name.
  static func rows(_ document: JSONObject) -> [PageValues] {
    var fields: [(String, String)] = []
    flatten(.object(document), "", 0, &fields)
    return fields.sorted { $0.0 < $1.0 }.prefix(maximum).map { name, value in
      ["field": name, "content": value, "kql": KQLText.has(name, value)] as PageValues
    }
  }

  private static func flatten(_ value: JSON, _ name: String, _ depth: Int, _ fields: inout [(String, String)])
  {
    guard fields.count < maximum else { return }
    switch value {
    case .object(let members) where depth < maximumDepth && !(members.isEmpty && !name.isEmpty):
      for (key, member) in members {
        flatten(member, name.isEmpty ? key : "\(name).\(key)", depth + 1, &fields)
      }
    case .array(let elements):
      let texts = elements.map(text)
      fields.append((name, texts.joined(separator: ", ")))
    default: fields.append((name, text(value)))
    }
  }

  private static func text(_ value: JSON) -> String {
    switch value {
    case .string(let text): text
    default: JSONWriter.text(value)
    }
  }

  /// The document as indented JSON.
  static func json(_ document: JSONObject) -> String {
    var writer = JSONWriter(indented: true)
    writer.write(.object(document))
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
