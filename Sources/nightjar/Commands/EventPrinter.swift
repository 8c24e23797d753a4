import CloudTrail
import Console
import Events
import OrderedCollections
import Query

/// Prints the events that match a query, in the order they are read.
final class EventPrinter: RecordHandler {
  private let matcher: Matcher
  private let records: RecordSource
  private let documents: DocumentSource
  private let asTable: Bool
  private var writer = JSONWriter()

  init(program: Program, mapper: ECSMapper, asTable: Bool) {
    matcher = Matcher(program: program)
    records = RecordSource(catalog: program.catalog, mapper: mapper)
    documents = DocumentSource(catalog: program.catalog)
    self.asTable = asTable
    if asTable { Output.line(EventRow.header) }
  }

  func cloudTrailRecord(_ bytes: UnsafeBufferPointer<UInt8>, slots: SlotScanner) {
    records.move(to: bytes, slots: slots)
    if matcher.matches(query: 0, records) { print(records.document()) }
  }

  func document(_ bytes: UnsafeBufferPointer<UInt8>, id: String?, index: String?) {
    // The scan has already accepted these bytes.
    let document = (try? JSONReader.read(bytes))?.object ?? [:]
    documents.move(to: document)
    if matcher.matches(query: 0, documents) { print(document) }
  }

  private func print(_ document: JSONObject) {
    if asTable {
      Output.line(EventRow.line(document))
      return
    }
    writer.write(object: document)
    writer.writeNewline()
    if writer.bytes.count > 1 << 16 { flush() }
  }

  /// Writes what is still held back.
  func flush() {
    guard !writer.bytes.isEmpty else { return }
    Output.write(writer.bytes)
    writer.removeAll()
  }
}
