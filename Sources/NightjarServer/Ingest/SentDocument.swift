import CloudTrail
import Events
import Inputs
import OrderedCollections
import Storage

/// Tells what documents that shippers send are: CloudTrail records, as they are or inside `message` or `event.original`,
/// or documents. One object serves one thread.
final class SentDocumentReader {
  private let reader = RecordReader()
  private let collector = Collector()

  /// Takes what a reader finds.
  private final class Collector: RecordHandler {
    let drafts = EventDrafts()
    var records: [EventDraft] = []

    func cloudTrailRecord(_ bytes: UnsafeBufferPointer<UInt8>, slots: SlotScanner) {
      records.append(drafts.record(bytes, slots: slots))
    }

    func document(_ bytes: UnsafeBufferPointer<UInt8>, id: String?, index: String?) {}
  }

  /// The events of a document.
  ///
  /// - Parameters:
  ///   - bytes: The text of the document.
  ///   - id: Its `_id`; nil when it came without.
  ///   - index: The index that it is sent to.
  /// - Returns: The CloudTrail records that it is or holds, or else the document itself.
  /// - Throws: `JSONError` when the text is not a JSON object.
  func events(of bytes: [UInt8], id: String?, index: String) throws(JSONError) -> [EventDraft] {
    let records = records(in: bytes)
    if !records.isEmpty { return records }
    let document = try JSONReader.read(bytes)
    guard case .object(let members) = document else { throw JSONError(.unexpectedByte, at: 0) }
    if let original = Self.original(members) {
      let records = self.records(in: Array(original.utf8))
      if !records.isEmpty { return records }
    }
    let result = bytes.withUnsafeBufferPointer { bytes in
      Result { () throws(JSONError) in try collector.drafts.document(bytes, id: id, index: index) }
    }
    return [try result.get()]
  }

  private func records(in bytes: [UInt8]) -> [EventDraft] {
    collector.records.removeAll()
    // What is wrong with the text shows when it is read as a document.
    _ = reader.read(text: bytes, named: "document", handler: collector)
    return collector.records
  }

  /// The text that a shipper kept of a record which nobody has mapped yet. A document that has an action is mapped already.
  private static func original(_ document: JSONObject) -> String? {
    func text(_ path: [String]) -> String? {
      var found: String?
      JSON.object(document).forEachScalar(at: path[...]) { found = found ?? $0.string }
      return found
    }
    guard text(["event", "action"]) == nil, let original = text(["event", "original"]),
      original.utf8.first == UInt8(ascii: "{")
    else { return nil }
    return original
  }
}
