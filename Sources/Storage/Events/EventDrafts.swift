import CloudTrail
import Crypto
public import Events
import OrderedCollections

/// Makes drafts of what inputs read. One object serves one thread.
public final class EventDrafts {
  /// The data stream that raw CloudTrail records belong to.
  public static let cloudTrailIndex = "logs-aws.cloudtrail-default"

  private let records: RecordSource
  private let documents: DocumentSource
  /// Nil when there is no memory for it: then the writer compresses, and says why it cannot.
  private let codec = try? EventCodec()

  /// A maker of drafts.
  public init() {
    let catalog = Self.catalog()
    records = RecordSource(
      catalog: catalog, mapper: ECSMapper(options: .init(ingested: Timestamp(nanoseconds: 0))))
    documents = DocumentSource(catalog: catalog)
  }

  /// A catalog that begins with the fields of columns, at their numbers.
  private static func catalog() -> FieldCatalog {
    var catalog = FieldCatalog()
    for field in EventField.allCases { _ = catalog.number(of: field.path) }
    return catalog
  }

  /// The draft of a CloudTrail record. Its identifier is the account that received it and its `eventID`; without an
  /// `eventID` it is the SHA-256 of its text.
  ///
  /// - Parameters:
  ///   - bytes: The exact text of the record.
  ///   - slots: The scanner whose latest scan was of this record, with the plan `RecordSlot.plan`.
  ///   - id: The identifier, in place of the record's own.
  /// - Returns: The draft.
  public func record(
    _ bytes: UnsafeBufferPointer<UInt8>, slots: SlotScanner, id: String? = nil
  ) -> EventDraft {
    records.move(to: bytes, slots: slots)
    let account = slots[.recipientAccountId].string ?? slots[.identityAccountId].string ?? ""
    let id = id ?? slots[.eventID].string.map { "\(account)/\($0)" } ?? Self.contentID(bytes)
    let slot = slots[.eventTime]
    let time = slot.kind == .string && !slot.isEscaped ? Timestamp(slot.bytes) : nil
    return EventDraft(
      index: Self.cloudTrailIndex, id: id, time: time, kind: .cloudTrailRecord, bytes: Array(bytes),
      columns: EventColumns(reading: records), frame: frame(id, bytes))
  }

  /// The draft of an ECS document.
  ///
  /// - Parameters:
  ///   - bytes: The exact text of the document.
  ///   - id: Its `_id`; nil when it came without: then it is the SHA-256 of its text.
  ///   - index: Its `_index`; nil when it came without.
  /// - Returns: The draft.
  /// - Throws: `JSONError` when the text is not a JSON object.
  public func document(
    _ bytes: UnsafeBufferPointer<UInt8>, id: String?, index: String?
  ) throws(JSONError) -> EventDraft {
    guard let document = try JSONReader.read(bytes).object else { throw JSONError(.unexpectedByte, at: 0) }
    documents.move(to: document)
    let id = id ?? Self.contentID(bytes)
    return EventDraft(
      index: index ?? "", id: id,
      time: document["@timestamp"]?.string.flatMap { Timestamp($0) }, kind: .document, bytes: Array(bytes),
      columns: EventColumns(reading: documents), frame: frame(id, bytes))
  }

  private func frame(_ id: String, _ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    (try? codec?.pack(id: id, bytes)).map { Array($0) }
  }

  /// The identifier of an event that has none of its own: the SHA-256 of its text in hexadecimal.
  public static func contentID(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    Hexadecimal.text(SHA256.hash(data: UnsafeRawBufferPointer(bytes)))
  }
}
