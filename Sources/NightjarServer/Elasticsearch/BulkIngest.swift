import Events
import Foundation
import Storage

/// Carries a bulk request out: all its documents in one transaction.
struct BulkIngest: Sendable {
  let sink: any EventSink

  /// An item on its way: the events that it became, by their places among all of the request, or why it cannot be stored.
  private enum Prepared: Sendable {
    case events(Range<Int>, id: String)
    case failed(status: Int, type: String, reason: String)
  }

  /// Stores the documents of a request.
  ///
  /// - Parameters:
  ///   - bytes: The body of the request.
  ///   - request: Its items.
  /// - Returns: The answer to each item.
  /// - Throws: `StoreError` when they could not be stored: then none is.
  func run(_ bytes: [UInt8], _ request: BulkRequest) async throws -> [BulkItemResult] {
    let items = request.items
    let (prepared, events) = await Self.offThread { Self.prepare(bytes, items) }
    let results = events.isEmpty ? [] : try await sink.store(events)
    return zip(items, prepared).map { item, prepared in
      switch prepared {
      case .failed(let status, let type, let reason):
        BulkItemResult(
          operation: item.operation, index: item.index, id: item.id,
          content: .failed(status: status, type: type, reason: reason))
      case .events(let range, let id):
        BulkItemResult(
          operation: item.operation, index: item.index, id: item.id ?? id,
          content: .stored(Self.combined(results[range])))
      }
    }
  }

  /// An item that held several records is new when one of them is.
  private static func combined(_ results: ArraySlice<SentResult>) -> SentResult {
    let new = results.first { if case .created = $0 { true } else { false } }
    return new ?? results.first ?? .exists(0)
  }

  private static func offThread<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: body()) }
    }
  }

  private static func prepare(
    _ bytes: [UInt8], _ items: [BulkRequest.Item]
  ) -> (prepared: [Prepared], events: [SentEvent]) {
    let reader = SentDocumentReader()
    var events: [SentEvent] = []
    let prepared = items.map { item -> Prepared in
      if let refusal = refusal(item) { return refusal }
      do throws(JSONError) {
        let drafts = try reader.events(of: Array(bytes[item.document]), id: item.id, index: item.index)
        let start = events.count
        for draft in drafts {
          // Records are what they are: one with the same identifier is the same event.
          let replaces = item.operation == .index && draft.kind == .document
          events.append(SentEvent(draft: draft, replaces: replaces))
        }
        return .events(start..<events.count, id: drafts.first?.id ?? "")
      } catch {
        return .failed(
          status: 400, type: "document_parsing_exception",
          reason: "failed to parse: the document is no JSON object: \(error)")
      }
    }
    return (prepared, events)
  }

  private static func refusal(_ item: BulkRequest.Item) -> Prepared? {
    if item.operation == .update || item.operation == .delete {
      return .failed(
        status: 400, type: "illegal_argument_exception",
        reason: "events are never changed or removed one by one: only [index] and [create] are possible")
    }
    if item.index.hasPrefix(".alerts-") {
      return .failed(
        status: 400, type: "illegal_argument_exception",
        reason: "alerts are raised by rules and cannot be written to [\(item.index)]")
    }
    if let problem = IndexName.problem(item.index) {
      return .failed(
        status: 400, type: "invalid_index_name_exception",
        reason: "Invalid index name [\(item.index)], \(problem)")
    }
    if let id = item.id, id.utf8.count > 512 {
      return .failed(
        status: 400, type: "illegal_argument_exception",
        reason: "id is too long, must be no longer than 512 bytes but was: \(id.utf8.count)")
    }
    return nil
  }
}
