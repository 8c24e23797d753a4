import CloudTrail
import Events
import OrderedCollections
import Query

/// Prints the events that match a query, in the order they are read.
final class EventPrinter: RecordHandler {
  private let matcher: Matcher
  private let records: RecordSource
  private let documents: DocumentSource
  private let writer: DocumentWriter

  init(program: Program, mapper: ECSMapper, asTable: Bool) {
    matcher = Matcher(program: program)
    records = RecordSource(catalog: program.catalog, mapper: mapper)
    documents = DocumentSource(catalog: program.catalog)
    writer = DocumentWriter(asTable: asTable)
  }

  func cloudTrailRecord(_ bytes: UnsafeBufferPointer<UInt8>, slots: SlotScanner) {
    records.move(to: bytes, slots: slots)
    if matcher.matches(query: 0, records) { writer.write(records.document()) }
  }

  func document(_ bytes: UnsafeBufferPointer<UInt8>, id: String?, index: String?) {
    // The scan has already accepted these bytes.
    let document = (try? JSONReader.read(bytes))?.object ?? [:]
    documents.move(to: document)
    if matcher.matches(query: 0, documents) { writer.write(document) }
  }

  /// Writes what is still held back.
  func flush() { writer.flush() }
}
