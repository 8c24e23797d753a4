import CloudTrail
import Events
import OrderedCollections
import Query

/// Asks stored events whether they match an expression, and what values they have.
final class EventMatching {
  private let matcher: Matcher
  private let records: StoredRecordSource
  private let documents: StoredDocumentSource
  private let fields: [Int]
  private var isRecord = false

  /// Matching of an expression.
  ///
  /// - Parameters:
  ///   - expression: The expression.
  ///   - fields: Fields whose values are read.
  ///   - types: The types of fields.
  ///   - mapping: How raw records become documents.
  convenience init(
    _ expression: Expression, fields: [String] = [], types: FieldTypes, mapping: ECSMapper.Options
  ) {
    self.init([expression], fields: fields, types: types, mapping: mapping)
  }

  /// Matching of several expressions, by their places in the list.
  init(_ expressions: [Expression], fields: [String] = [], types: FieldTypes, mapping: ECSMapper.Options) {
    var builder = ProgramBuilder(types: types)
    for expression in expressions { _ = builder.add(expression, onRequest: true) }
    self.fields = fields.map { builder.field($0) }
    let program = builder.build()
    matcher = Matcher(program: program)
    records = StoredRecordSource(catalog: program.catalog, mapping: mapping)
    documents = StoredDocumentSource(catalog: program.catalog)
  }

  /// Moves to an event.
  ///
  /// - Throws: `StoreError` when its text is damaged.
  func move(to event: StoredEvent) throws {
    isRecord = event.kind == .cloudTrailRecord
    guard !isRecord else { return try records.move(to: event) }
    do {
      let document = try JSONReader.read(event.bytes).object ?? [:]
      documents.move(to: StoredDocument.shown(document, ingested: event.ingested), event)
    } catch {
      throw StoreError(.corrupt, "event \(event.seq) is no JSON object: \(error)")
    }
  }

  /// Whether the event matches the expression, or one of several by its place.
  func matches(_ place: Int = 0) -> Bool {
    isRecord ? matcher.matches(query: place, records) : matcher.matches(query: place, documents)
  }

  /// The values of one of the fields, by its place in the list.
  func values(_ place: Int) -> FieldValues {
    isRecord ? records.values(of: fields[place]) : documents.values(of: fields[place])
  }

  /// The complete document of the event.
  func document() -> JSONObject {
    isRecord ? records.document() : documents.document()
  }
}
