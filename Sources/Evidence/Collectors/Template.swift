import Events
import OrderedCollections

/// Fills `{{field}}` in queries with the alert's values, quoted as KQL wants them.
enum Template {
  private static let maximumPlaces = 200

  /// The text, and the fields that the alert has no value for.
  static func fill(_ text: String, _ alert: AlertDocument, _ document: JSONObject) -> (
    text: String, missing: [String]
  ) {
    var (result, missing, rest) = ("", [String](), text[...])
    var places = 0
    while places < maximumPlaces, let open = rest.firstRange(of: "{{"),
      let close = rest[open.upperBound...].firstRange(of: "}}")
    {
      places += 1
      let field = rest[open.upperBound..<close.lowerBound].filter { !$0.isWhitespace }
      result += rest[..<open.lowerBound]
      rest = rest[close.upperBound...]
      guard let value = value(field, alert, document) else {
        missing.append(field)
        continue
      }
      // A place that stands in quotes already needs none.
      let quoted = KQL.quoted(value)
      result += isInQuotes(result) ? String(quoted.dropFirst().dropLast()) : quoted
    }
    return (result + rest, missing)
  }

  /// Whether a quote is open at the end of a text.
  private static func isInQuotes(_ text: String) -> Bool {
    var (isOpen, isEscaped) = (false, false)
    for scalar in text.unicodeScalars {
      if isEscaped {
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else if scalar == "\"" {
        isOpen.toggle()
      }
    }
    return isOpen
  }

  /// The alert's value of a field.
  static func value(_ field: String, _ alert: AlertDocument, _ document: JSONObject) -> String? {
    alert.text(field) ?? FieldText.first(document, field)
  }
}
