public import OrderedCollections

extension MappedField {
  /// The values that Elasticsearch would search in a document: a null is what the mapping says it is, and so is a missing
  /// value of a constant.
  func scalars(in document: JSONObject, at path: [String]) -> [JSON] {
    var found: [JSON] = []
    func add(_ value: JSON) {
      switch value {
      case .null: if let nullValue { found.append(nullValue) }
      case .bool, .number, .string: found.append(value)
      case .array, .object: return
      }
    }
    JSON.object(document).forEachEnd(at: path[...]) { end in
      guard isFlattenedRoot else { return add(end) }
      // A null instead of the whole object is no value; one inside of it is.
      if end != .null { end.forEachLeaf(add) }
    }
    if found.isEmpty, let constant { found.append(.string(constant)) }
    return found
  }
}

extension FieldTypes {
  /// The values of a field in a document, by the name that a query gives it.
  public func scalars(_ name: String, in document: JSONObject) -> [JSON] {
    let mapped = mapping?.field(name)
    let source = mapped?.source ?? mapping?.concrete(name) ?? name
    let parts = source.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let path = parts.map { String(Substring($0)) }
    if let mapped, mapped.isSpecial { return mapped.scalars(in: document, at: path) }
    var found: [JSON] = []
    JSON.object(document).forEachScalar(at: path[...]) { found.append($0) }
    return found
  }
}
