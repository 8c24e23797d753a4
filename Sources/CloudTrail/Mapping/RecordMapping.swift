import Events
import OrderedCollections

/// The mapping of one record: the record without its empty values, and the document as far as it is made.
struct RecordMapping {
  /// The record as it was read.
  let unpruned: JSONObject
  /// The record without empty values.
  let record: JSONObject
  let options: ECSMapper.Options
  var document: JSONObject = [:]
  private var failures: [String] = []

  init(record: JSONObject, options: ECSMapper.Options) {
    unpruned = record
    self.record = Pruning.pruned(record, .beforeMapping)
    self.options = options
  }

  mutating func run(original: String) -> JSONObject {
    prepare(original: original)
    do throws(MappingFailure) {
      try mapAll()
    } catch {
      failures.append(error.message)
    }
    if !failures.isEmpty {
      document.set("error.message", to: .array(failures.map { .string($0) }))
      document.set("event.kind", to: "pipeline_error")
    }
    return Pruning.pruned(document, .afterMapping)
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
    try mapNames()
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

  /// The value at a path of the record.
  ///
  /// - Throws: `MappingFailure` when a value on the way is no object.
  func value(_ path: String) throws(MappingFailure) -> JSON? {
    var members = record
    var rest = path.utf8[...]
    while true {
      let end = rest.firstIndex(of: UInt8(ascii: ".")) ?? rest.endIndex
      guard let value = members[String(Substring(rest[..<end]))] else { return nil }
      if end == rest.endIndex { return value }
      guard case .object(let inner) = value else {
        throw MappingFailure("cannot read \(path): \(Substring(path.utf8[..<end])) is not an object")
      }
      members = inner
      rest = rest[rest.index(after: end)...]
    }
  }

  /// The text at a path of the record; nil when there is none or it is no text.
  func text(_ path: String) -> String? {
    record[path: path]?.string
  }

  /// Moves a value as it is.
  mutating func move(_ path: String, to field: String) throws(MappingFailure) {
    if let value = try value(path) { document.set(field, to: value) }
  }

  /// Moves a value when the field has none yet.
  mutating func moveIfUnset(_ path: String, to field: String) throws(MappingFailure) {
    if document[path: field] == nil { try move(path, to: field) }
  }

  /// Moves the values of several members of an object; `prefix` and `target` end with a dot, or are empty.
  mutating func move(_ names: [(String, String)], from prefix: String, to target: String)
    throws(MappingFailure)
  {
    // An object that is missing has no members, and its members need not be looked for.
    if !prefix.isEmpty, try value(String(prefix.dropLast())) == nil { return }
    var found: [(field: String, value: JSON)] = []
    for (name, field) in names {
      if let value = try value(prefix + name) { found.append((field, value)) }
    }
    guard !found.isEmpty else { return }
    document.update(String(target.dropLast())) { object in
      for (field, value) in found { object.set(field, to: value) }
    }
  }

  /// Parses a date at a path; when it is none, that is a failure and the field stays unset.
  mutating func moveDate(_ path: String, to field: String) throws(MappingFailure) {
    guard let value = try value(path) else { return }
    guard let time = value.string.flatMap({ Timestamp($0) }) else {
      fail("\(path) is not a date: \(JSONWriter.text(value))")
      return
    }
    document.set(field, to: .string(time.description))
  }

  /// Adds a text to a list unless it is there.
  mutating func append(_ text: String?, to field: String) {
    guard let text, !text.isEmpty else { return }
    var list = document[path: field]?.array ?? []
    guard !list.contains(.string(text)) else { return }
    list.append(.string(text))
    document.set(field, to: .array(list))
  }
}
