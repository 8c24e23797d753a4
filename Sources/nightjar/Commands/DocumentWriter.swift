import Events
import OrderedCollections

/// Writes documents to standard output, as lines of JSON or of a table.
final class DocumentWriter {
  private let asTable: Bool
  private var writer = JSONWriter()

  init(asTable: Bool) {
    self.asTable = asTable
    if asTable { Output.line(EventRow.header) }
  }

  func write(_ document: JSONObject) {
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
