import CloudTrail
import Events
import OrderedCollections

/// Where the fields of an alert come from that are not the rule's.
enum AlertOrigin: Sendable {
  /// A document.
  case document(JSONObject)
  /// An event with its text, of which the document is made when it is asked for.
  case event(HeldEvent, ECSMapper)

  /// The document.
  var document: JSONObject {
    switch self {
    case .document(let document): document
    case .event(let event, let mapper): event.document(mapper)
    }
  }

  /// The `@timestamp` of the document; nil when it has none that can be read. Documents of records have the time of the
  /// record, in milliseconds.
  var time: Timestamp? {
    if case .event(let event, _) = self, let time = event.time {
      return event.isRecord ? Timestamp(time.description) : time
    }
    return document["@timestamp"]?.string.flatMap { Timestamp($0) }
  }
}
