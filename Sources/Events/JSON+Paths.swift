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
    guard path.count > 1, members.keys.contains(where: { $0.utf8.contains(UInt8(ascii: ".")) }) else {
      return
    }
    for length in 2...path.count {
      let key = path.prefix(length).joined(separator: ".")
      members[key]?.forEachScalar(at: path.dropFirst(length), body)
    }
  }
}
