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

  private let fields: [String]
  private let catalog: FieldCatalog
  /// The numbers of the fields in the catalog, of those of the reason sentence, and of the time.
  private let numbers: [Int]
  private let reasonNumbers: [Int]
  private let timeNumber: Int
  private let scanner = SlotScanner(plan: RecordSlot.plan)
  private var source: RecordSource?

  /// A reader of fields of source events.
  public init(fields: [String]) {
    self.fields = fields
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
      return builder.summary(
        source, time: Self.text(document, "@timestamp"), texts: fields.map { Self.text(document, $0) }
      ) { FieldLookup.texts(document, $0.path).first }
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

  /// The first text of a field of a document with nested objects or dotted keys.
  private static func text(_ document: JSONObject, _ path: String) -> String? {
    var value = document[path] ?? document[path: path]
    while case .array(let elements)? = value { value = elements.first }
    return value.flatMap(FieldLookup.text)
  }
}
