import Events
import OrderedCollections

/// The mapping of one record: the record without its empty values, and the document as far as it is made.
struct RecordMapping {
  /// The record as it was read.
  let unpruned: JSONObject
  /// The record without empty values.
  let record: JSONObject
  /// The objects of the record without empty values.
  let objects: RecordObjects
  /// The name of the event as text; nil when there is none.
  let action: String?
  let options: ECSMapper.Options
  let userAgents: UserAgentFields
  var document: DocumentBuilder
  private var failures: [String] = []

  /// The mapping of a record to a document that has the fields of `constants` already.
  init(
    record: JSONObject, constants: DocumentBuilder, options: ECSMapper.Options, userAgents: UserAgentFields
  ) {
    unpruned = record
    self.userAgents = userAgents
    self.record = Pruning.pruned(record, .beforeMapping)
    objects = RecordObjects(self.record)
    action = Self.action(self.record["eventName"])
    document = constants
    self.options = options
  }

  mutating func run(original: String) -> JSONObject {
    document.set(.event, "original", to: .string(original))
    do throws(MappingFailure) {
      try mapAll()
    } catch {
      failures.append(error.message)
    }
    if !failures.isEmpty {
      document.set(.error, "message", to: .array(failures.map { .string($0) }))
      document.set(.event, "kind", to: "pipeline_error")
    }
    // Values of the record are without empty parts already.
    let finished = document.finish()
    return document.hasEmptyValues ? Pruning.pruned(finished, .afterMapping) : finished
  }

  private mutating func mapAll() throws(MappingFailure) {
    mapTime()
    soft { (mapping) throws(MappingFailure) in try mapping.mapEntities() }
    try mapIdentity()
    try mapEvent()
    mapSource()
    try mapPayloads()
    mapResources()
    try mapRest()
    categorise()
    try mapDigest()
    mapNames()
    try mapTLS()
    relate()
  }

  /// Runs a part whose failure does not stop the others.
  mutating func soft(_ part: (inout RecordMapping) throws(MappingFailure) -> Void) {
    do throws(MappingFailure) {
      try part(&self)
    } catch {
      failures.append(error.message)
    }
  }

  mutating func fail(_ message: String) {
    failures.append(message)
  }

  // MARK: Moving values

  /// A value of the record, and the field of the document that it becomes.
  typealias Move = (from: RecordObject, name: String, to: DocumentObject, field: String)

  /// The text of a member of the record's objects; nil when there is none or it is no text.
  func text(_ object: RecordObject, _ name: String) -> String? {
    objects[object, name]?.string
  }

  /// Moves a value as it is.
  ///
  /// - Throws: `MappingFailure` when a value on the way is no object.
  mutating func move(
    _ from: RecordObject, _ name: String, to object: DocumentObject, _ field: String
  ) throws(MappingFailure) {
    if let value = try objects.value(from, name) { document.set(object, field, to: value) }
  }

  /// Moves a value when the field has none yet.
  mutating func moveIfUnset(
    _ from: RecordObject, _ name: String, to object: DocumentObject, _ field: String
  ) throws(MappingFailure) {
    if document[object, field] == nil { try move(from, name, to: object, field) }
  }

  /// Moves several values, or none of them when one cannot be read.
  mutating func move(_ moves: [Move]) throws(MappingFailure) {
    for move in moves { try objects.check(move.from, move.name) }
    for (from, name, object, field) in moves { try move(from, name, to: object, field) }
  }

  /// Parses a date; when it is none, that is a failure and the field stays unset.
  mutating func moveDate(
    _ from: RecordObject, _ name: String, to object: DocumentObject, _ field: String
  ) throws(MappingFailure) {
    guard let value = try objects.value(from, name) else { return }
    guard let time = value.string.flatMap({ Timestamp($0) }) else {
      fail("\(from.path(of: name)) is not a date: \(JSONWriter.text(value))")
      return
    }
    document.set(object, field, to: .string(time.description))
  }

  /// Adds a text to a list unless it is there.
  mutating func append(_ text: String?, to object: DocumentObject, _ field: String) {
    if let text, !text.isEmpty { document.append(text, to: object, field) }
  }
}
