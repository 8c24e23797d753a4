import CloudTrail
import Events
import OrderedCollections

/// Reads single fields of alerts without making their documents, as far as that is possible. A reader serves one thread.
public final class AlertReader {
  /// What was read of an alert.
  public struct Summary {
    /// `kibana.alert.original_time`, or else the time of the alert's creation, as they stand in the document.
    public let time: String
    /// `kibana.alert.rule.name`.
    public let ruleName: String
    /// `kibana.alert.rule.rule_id`.
    public let ruleID: String
    /// `kibana.alert.reason`.
    public let reason: String
    /// How many events led to the alert.
    public let eventCount: Int
    /// The first text of each field that was asked for; nil where there is none.
    public let texts: [String?]
  }

  /// The paths of the fields, whole and by their keys.
  private let fields: [(path: String, keys: [String])]
  private let catalog: FieldCatalog
  /// The numbers of the fields in the catalog, of those of the reason sentence, and of the time.
  private let numbers: [Int]
  private let reasonNumbers: [Int]
  private let timeNumber: Int
  private let scanner = SlotScanner(plan: RecordSlot.plan)
  private var source: RecordSource?

  /// A reader of fields of source events.
  public init(fields: [String]) {
    self.fields = fields.map { ($0, $0.split(separator: ".").map(String.init)) }
    var catalog = FieldCatalog()
    numbers = fields.map { catalog.number(of: $0) }
    reasonNumbers = ReasonText.Field.allCases.map { catalog.number(of: $0.path) }
    timeNumber = catalog.number(of: "@timestamp")
    self.catalog = catalog
  }

  /// What an alert says; nil when only its document can say it.
  public func summary(of alert: Alert) -> Summary? {
    guard case .deferred(let builder, let source) = alert.content else { return nil }
    switch source.origin {
    case .document(let document):
      let hasDottedKeys = document.keys.contains { $0.containsBytes(of: ".") }
      return builder.summary(
        source, time: document["@timestamp"].flatMap(Self.text),
        texts: fields.map { Self.value(document, $0.path, $0.keys).flatMap(Self.text) }
      ) { Self.reasonText(document, $0, hasDottedKeys: hasDottedKeys) }
    case .event(let event, let mapper):
      guard event.isRecord else { return nil }
      let record = self.source ?? RecordSource(catalog: catalog, mapper: mapper)
      self.source = record
      return event.bytes.withUnsafeBufferPointer { bytes in
        guard let start = bytes.baseAddress, move(record, to: bytes, start) else { return nil }
        return builder.summary(
          source, time: Self.text(record, timeNumber), texts: numbers.map { Self.text(record, $0) }
        ) { Self.text(record, reasonNumbers[$0.rawValue]) }
      }
    }
  }

  private func move(
    _ record: RecordSource, to bytes: UnsafeBufferPointer<UInt8>, _ start: JSONScanner.Position
  ) -> Bool {
    let text = JSONScanner(start: start, end: start + bytes.count)
    guard (try? scanner.scanObject(text, at: start)) != nil else { return false }
    record.move(to: bytes, slots: scanner)
    return true
  }

  private static func text(_ record: RecordSource, _ field: Int) -> String? {
    record.values(of: field).first?.text
  }

  /// The text of a field of the reason sentence. Without dotted keys there is none where the first key is not there.
  private static func reasonText(_ document: JSONObject, _ field: ReasonText.Field, hasDottedKeys: Bool)
    -> String?
  {
    guard hasDottedKeys || document[field.root] != nil else { return nil }
    return FieldLookup.texts(document, field.path).first
  }

  /// The value of a field of a document with nested objects or dotted keys.
  private static func value(_ document: JSONObject, _ path: String, _ keys: [String]) -> JSON? {
    if let value = document[path] { return value }
    var object = document
    for key in keys.dropLast() {
      guard case .object(let inner)? = object[key] else { return nil }
      object = inner
    }
    return keys.last.flatMap { object[$0] }
  }

  /// The first text of a value.
  private static func text(_ value: JSON) -> String? {
    var value = value
    while case .array(let elements) = value {
      guard let first = elements.first else { return nil }
      value = first
    }
    return FieldLookup.text(value)
  }
}
