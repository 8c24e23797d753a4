import OrderedCollections

extension MappingReader {
  /// Reads the fields of an object.
  mutating func properties(_ value: JSON, below parent: String?, depth: Int) throws(MappingProblem) {
    guard let members = value.object else { throw failure("properties is no object", parent) }
    guard depth <= Self.maximumDepth else {
      throw failure("objects are nested deeper than \(Self.maximumDepth) levels", parent)
    }
    for (name, definition) in members { try field(try path(name, below: parent), definition, depth) }
  }

  private func path(_ name: String, below parent: String?) throws(MappingProblem) -> String {
    guard !name.isEmpty, !name.split(separator: ".", omittingEmptySubsequences: false).contains("") else {
      throw failure("\"\(MappingProblem.shown(name))\" is no name of a field", parent)
    }
    let path = parent.map { "\($0).\(name)" } ?? name
    guard path.utf8.count <= Self.maximumPathBytes else {
      throw failure("the path of a field is longer than \(Self.maximumPathBytes) bytes", path)
    }
    return path
  }

  private mutating func field(_ path: String, _ definition: JSON, _ depth: Int) throws(MappingProblem) {
    guard let members = definition.object else { throw failure("the definition is no object", path) }
    guard let type = members["type"] else {
      guard members["properties"] != nil || Self.isObject(members) else {
        throw failure("the definition has no type and no properties", path)
      }
      return try object(path, .object, members, depth)
    }
    guard let name = type.string else { throw failure("type is no text", path) }
    if name == "alias" { return try alias(path, members) }
    let known = MappingTypeName(name)
    if let note = known.note { warn(note, path) }
    if known.type == .object || known.type == .nested { return try object(path, known.type, members, depth) }
    if members["properties"] != nil {
      guard !known.isKnown else { throw failure("the type \(name) has no properties", path) }
      return try object(path, .object, members, depth)
    }
    try define(path, try leaf(path, known, members))
    if let inner = members["fields"] { try multiFields(path, inner) }
  }

  /// An object without fields has only parameters of objects.
  private static func isObject(_ members: JSONObject) -> Bool {
    !members.isEmpty && members.keys.allSatisfy { ["dynamic", "enabled", "subobjects"].contains($0) }
  }

  private mutating func object(
    _ path: String, _ type: FieldType, _ members: JSONObject, _ depth: Int
  ) throws(MappingProblem) {
    if members["fields"] != nil { throw failure("an object has properties, and no fields", path) }
    try define(path, MappedField(type: type))
    for (name, value) in members {
      switch name {
      case "type": continue
      case "properties": try properties(value, below: path, depth: depth + 1)
      default: if let note = MappingParameters.note(name, value) { warn(note, path) }
      }
    }
  }

  private mutating func alias(_ path: String, _ members: JSONObject) throws(MappingProblem) {
    guard let target = members["path"]?.string, !target.isEmpty else {
      throw failure("an alias needs the path of a field", path)
    }
    for name in members.keys where name != "type" && name != "path" && name != "meta" {
      warn("\(MappingProblem.shown(name)) has no effect on an alias", path)
    }
    try define(path, aliasOf: target)
  }

  /// The multi-fields of a field: other readings of the same values, each under a name of its own.
  private mutating func multiFields(_ parent: String, _ value: JSON) throws(MappingProblem) {
    guard let members = value.object else { throw failure("fields is no object", parent) }
    for (name, definition) in members {
      let path = try path(name, below: parent)
      guard let inner = definition.object, let type = inner["type"]?.string else {
        throw failure("a multi-field needs a type", path)
      }
      let known = MappingTypeName(type)
      let isObject = known.type == .object || known.type == .nested || known.type == .flattened
      guard !isObject, type != "alias", inner["fields"] == nil else {
        throw failure("a multi-field can be no object, no alias, and have no fields of its own", path)
      }
      if let note = known.note { warn(note, path) }
      var field = try leaf(path, known, inner)
      field.source = parent
      try define(path, field)
    }
  }

  // MARK: Parameters of fields with values

  private mutating func leaf(
    _ path: String, _ known: MappingTypeName, _ members: JSONObject
  ) throws(MappingProblem) -> MappedField {
    let type = known.type
    var field = MappedField(type: type)
    for (name, value) in members {
      switch name {
      case "type", "fields": continue
      case "ignore_above": field.ignoreAbove = try ignoreAbove(path, type, value)
      case "null_value":
        field.nullValue = try nullValue(
          path, type, value, mayDiffer: !known.isKnown || type == .date && members["format"] != nil)
      case "value" where type == .constantKeyword: field.constant = try constant(path, value)
      default: if let note = MappingParameters.note(name, value) { warn(note, path) }
      }
    }
    return field
  }

  private func ignoreAbove(_ path: String, _ type: FieldType, _ value: JSON) throws(MappingProblem) -> Int {
    guard type.hasIgnoreAbove else { throw failure("the type \(type.rawValue) has no ignore_above", path) }
    guard let limit = value.integer ?? value.string.flatMap({ Int($0) }), limit >= 0 else {
      throw failure("ignore_above is no whole number from 0 on", path)
    }
    return limit
  }

  private func constant(_ path: String, _ value: JSON) throws(MappingProblem) -> String? {
    if value == .null { return nil }
    guard case .string(let text)? = NullValue.scalar(value, type: .keyword) else {
      throw failure("value is no text", path)
    }
    return text
  }

  /// What null is indexed as. A value that cannot be read is refused, unless `mayDiffer`: it may be right in Elasticsearch.
  private mutating func nullValue(
    _ path: String, _ type: FieldType, _ value: JSON, mayDiffer: Bool
  ) throws(MappingProblem) -> JSON? {
    if value == .null { return nil }
    guard type.hasNullValue else { throw failure("the type \(type.rawValue) has no null_value", path) }
    if type == .geoPoint {
      warn("null_value: a null of a geo_point stays without value", path)
      return nil
    }
    if let scalar = NullValue.scalar(value, type: type) { return scalar }
    guard mayDiffer else {
      throw failure("null_value \(Self.shown(value)) does not fit the type \(type.rawValue)", path)
    }
    warn("null_value \(Self.shown(value)) cannot be read: a null stays without value", path)
    return nil
  }

  private static func shown(_ value: JSON) -> String {
    switch value {
    case .array: "(a list)"
    case .object: "(an object)"
    case .string(let text): "\"\(MappingProblem.shown(text))\""
    case .null, .bool, .number: MappingProblem.shown(JSONWriter.text(value))
    }
  }
}
