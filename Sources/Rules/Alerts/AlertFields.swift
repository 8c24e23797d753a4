public import Events
public import OrderedCollections

/// Reads fields of alert documents, which have dotted keys (`kibana.alert.uuid`) beside nested objects (`event.action`).
public enum AlertFields {
  /// The value of a field, in whichever form it stands there.
  public static func value(_ document: JSONObject, _ path: String) -> JSON? {
    document[path] ?? document[path: path]
  }

  /// The first text of a field; nil when it has none.
  public static func text(_ document: JSONObject, _ path: String) -> String? {
    value(document, path).flatMap(text)
  }

  private static func text(_ value: JSON) -> String? {
    switch value {
    case .string(let text): text
    case .number(let number): number.text
    case .bool(let flag): flag ? "true" : "false"
    case .array(let elements): elements.first.flatMap(text)
    case .null, .object: nil
    }
  }
}
