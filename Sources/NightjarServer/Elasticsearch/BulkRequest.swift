import Events
import OrderedCollections

/// The body of a request to `_bulk`: lines of actions, each followed by a line with a document except after `delete`.
struct BulkRequest {
  /// What an item asks for.
  enum Operation: String {
    case index, create, update, delete
  }

  /// An action with its document.
  struct Item {
    let operation: Operation
    let index: String
    let id: String?
    /// Where the document is in the body; empty for `delete`.
    let document: Range<Int>
  }

  private(set) var items: [Item] = []

  private static let known: Set<String> = [
    "_index", "_id", "_type", "_routing", "routing", "_version", "version", "_version_type", "version_type",
    "if_seq_no", "if_primary_term", "retry_on_conflict", "pipeline", "require_alias", "require_data_stream",
    "op_type", "dynamic_templates", "list_executed_pipelines",
  ]

  /// Reads a body.
  ///
  /// - Parameters:
  ///   - bytes: The body.
  ///   - index: The index of the path, for actions that name none.
  /// - Throws: `APIFailure` when the lines are no bulk request; then nothing of it may be done.
  init(_ bytes: [UInt8], index: String?) throws(APIFailure) {
    var position = 0
    var line = 0
    while let action = Self.line(bytes, &position) {
      line += 1
      if action.allSatisfy({ bytes[$0] <= 0x20 }) { continue }
      let (operation, target, id) = try Self.action(bytes[action], line, index)
      guard operation != .delete else {
        items.append(
          Item(operation: operation, index: target, id: id, document: action.upperBound..<action.upperBound))
        continue
      }
      guard let document = Self.line(bytes, &position) else {
        throw .bad(
          "the document after the action in line [\(line)] is missing; the last line must end with a line feed"
        )
      }
      line += 1
      items.append(Item(operation: operation, index: target, id: id, document: document))
    }
    guard !items.isEmpty else {
      throw .bad("Validation Failed: 1: no requests added;", type: "action_request_validation_exception")
    }
  }

  /// A request of one item.
  init(_ item: Item) {
    items = [item]
  }

  /// The next line, without its end; nil behind the last one.
  private static func line(_ bytes: [UInt8], _ position: inout Int) -> Range<Int>? {
    guard position < bytes.count else { return nil }
    let start = position
    let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    position = end + 1
    return start..<(end > start && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end)
  }

  private static func action(
    _ bytes: ArraySlice<UInt8>, _ line: Int, _ index: String?
  ) throws(APIFailure) -> (Operation, String, String?) {
    let value: JSON
    do {
      value = try JSONReader.read(Array(bytes))
    } catch {
      throw .bad("Malformed action/metadata line [\(line)]: \(error)")
    }
    guard let members = value.object, members.count == 1, let (name, content) = members.elements.first,
      let operation = Operation(rawValue: name), let metadata = content.object
    else {
      throw .bad(
        "Malformed action/metadata line [\(line)], expected one of [create, delete, index, update] with an object"
      )
    }
    if let unknown = metadata.keys.first(where: { !known.contains($0) }) {
      throw .bad("Action/metadata line [\(line)] contains an unknown parameter [\(unknown.prefix(100))]")
    }
    guard let target = metadata["_index"]?.string ?? index else {
      throw .bad("Validation Failed: 1: index is missing;", type: "action_request_validation_exception")
    }
    return (operation, target, Self.text(metadata["_id"]))
  }

  private static func text(_ value: JSON?) -> String? {
    switch value {
    case .string(let text): text.isEmpty ? nil : text
    case .number(let number): number.text
    default: nil
    }
  }
}
