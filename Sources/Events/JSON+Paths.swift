import OrderedCollections

extension JSON {
  /// Calls `body` with every scalar that a field path leads to, as Elasticsearch resolves paths: arrays are transparent,
  /// and keys that contain dots stand for nested objects. `null` is no value.
  public func forEachScalar(at path: ArraySlice<String>, _ body: (JSON) -> Void) {
    switch self {
    case .array(let elements):
      for element in elements { element.forEachScalar(at: path, body) }
    case .object(let members):
      JSON.descend(members, path, body)
    case .null:
      return
    case .bool, .number, .string:
      if path.isEmpty { body(self) }
    }
  }

  private static func descend(_ members: JSONObject, _ path: ArraySlice<String>, _ body: (JSON) -> Void) {
    guard let first = path.first else { return }
    members[first]?.forEachScalar(at: path.dropFirst(), body)
    guard path.count > 1, members.keys.contains(where: { $0.containsBytes(of: ".") }) else {
      return
    }
    for length in 2...path.count {
      let key = path.prefix(length).joined(separator: ".")
      members[key]?.forEachScalar(at: path.dropFirst(length), body)
    }
  }

  /// Calls `body` with everything but lists that a field path leads to: scalars, `null` and objects. Paths are resolved as
  /// by `forEachScalar`.
  func forEachEnd(at path: ArraySlice<String>, _ body: (JSON) -> Void) {
    switch self {
    case .array(let elements):
      for element in elements { element.forEachEnd(at: path, body) }
    case .object(let members):
      guard let first = path.first else { return body(self) }
      members[first]?.forEachEnd(at: path.dropFirst(), body)
      for length in 2..<max(2, path.count + 1) {
        members[path.prefix(length).joined(separator: ".")]?.forEachEnd(at: path.dropFirst(length), body)
      }
    case .null, .bool, .number, .string:
      if path.isEmpty { body(self) }
    }
  }

  /// Calls `body` with every scalar and `null` below an object or list.
  func forEachLeaf(_ body: (JSON) -> Void) {
    switch self {
    case .array(let elements): for element in elements { element.forEachLeaf(body) }
    case .object(let members): for member in members.values { member.forEachLeaf(body) }
    case .null, .bool, .number, .string: body(self)
    }
  }
}
