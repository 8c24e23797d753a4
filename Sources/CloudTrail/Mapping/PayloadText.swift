public import Events
import OrderedCollections

/// The text form of request parameters and other payloads: what Java prints for the parsed object.
public enum PayloadText {
  /// The text of a payload as it stands in the record, before anything was removed from it: `{name=x, list=[1, 2]}`.
  /// Nil when nothing remains after empty values are removed.
  ///
  /// The keys that are removed still count for the order of the others.
  public static func text(of payload: JSON) -> String? {
    var text = ""
    return append(payload, to: &text) ? text : nil
  }

  /// Appends a value; false when it is empty, and then nothing is appended.
  private static func append(_ value: JSON, to text: inout String) -> Bool {
    switch value {
    case .null: return false
    case .string(let string):
      guard !Pruning.isEmpty(string, .beforeMapping) else { return false }
      text += string
    case .bool(let flag): text += flag ? "true" : "false"
    case .number(let number): text += JavaNumber.text(number)
    case .array(let elements): return appendArray(elements, to: &text)
    case .object(let members): return appendObject(members, to: &text)
    }
    return true
  }

  private static func appendArray(_ elements: [JSON], to text: inout String) -> Bool {
    appendList("[", "]", to: &text) { text, separator in
      for element in elements {
        let end = text.utf8.count
        text += separator(text)
        if !append(element, to: &text) { truncate(&text, to: end) }
      }
    }
  }

  private static func appendObject(_ members: JSONObject, to text: inout String) -> Bool {
    let keys = members.keys.elements
    return appendList("{", "}", to: &text) { text, separator in
      for place in JavaMapOrder.order(keys) {
        let end = text.utf8.count
        text += separator(text)
        text += keys[place]
        text += "="
        if !append(members.elements[place].value, to: &text) { truncate(&text, to: end) }
      }
    }
  }

  private static func appendList(
    _ open: String, _ close: String, to text: inout String, _ body: (inout String, (String) -> String) -> Void
  ) -> Bool {
    let start = text.utf8.count
    text += open
    let first = text.utf8.count
    body(&text) { $0.utf8.count == first ? "" : ", " }
    guard text.utf8.count > first else {
      truncate(&text, to: start)
      return false
    }
    text += close
    return true
  }

  private static func truncate(_ text: inout String, to length: Int) {
    let index = text.utf8.index(text.startIndex, offsetBy: length)
    text.removeSubrange(index...)
  }
}
