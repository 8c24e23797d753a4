import Events
import OrderedCollections

/// What the document of an alert is, or is made of when it is asked for: most outputs show a dozen fields of an alert, and a
/// complete document has hundreds.
enum AlertContent: Sendable {
  /// The document itself.
  case document(JSONObject)
  /// A builder, and what it builds the document from.
  case deferred(AlertBuilder, AlertBuilder.Source)

  /// The complete alert document.
  var document: JSONObject {
    switch self {
    case .document(let document): document
    case .deferred(let builder, let source): builder.document(source)
    }
  }

  /// A field that the rule added to those of its events.
  func extra(_ name: String) -> JSON? {
    switch self {
    case .document(let document): document[name]
    case .deferred(_, let source): source.extra[name]
    }
  }
}
