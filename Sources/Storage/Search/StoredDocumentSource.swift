import Events
import OrderedCollections

/// An ECS document as it is stored, with its `_id` and `_index`.
final class StoredDocumentSource: FieldSource {
  private let source: DocumentSource
  private let idField: Int?
  private let indexField: Int?
  private let arena = Arena()
  private var id = ""
  private var index = ""

  init(catalog: FieldCatalog) {
    source = DocumentSource(catalog: catalog)
    idField = catalog.entries.firstIndex { $0.path == "_id" }
    indexField = catalog.entries.firstIndex { $0.path == "_index" }
  }

  /// Moves to an event.
  func move(to document: JSONObject, _ event: StoredEvent) {
    source.move(to: document)
    guard idField != nil || indexField != nil else { return }
    arena.reset()
    (id, index) = (event.id, event.index)
  }

  func values(of field: Int) -> FieldValues {
    if field == idField { return value(id) }
    if field == indexField { return value(index) }
    return source.values(of: field)
  }

  private func value(_ text: String) -> FieldValues {
    arena.copy(FieldValue(kind: .string, bytes: arena.copy(text)))
  }

  func document() -> JSONObject { source.document() }
}
