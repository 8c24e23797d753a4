import Events
import OrderedCollections

/// What hits are ordered by.
struct SortKey: Sendable, Hashable {
  let field: String
  let isDescending: Bool
  /// Where documents without the field come.
  let missingFirst: Bool

  /// Names that stand for the order of arrival.
  private static let arrival: Set<String> = ["_doc", "_shard_doc", "_seq_no"]

  var isArrival: Bool { Self.arrival.contains(field) }

  /// Reads a list of keys, in every form that Elasticsearch takes.
  ///
  /// - Throws: `APIFailure` when it is wrong.
  static func keys(_ value: JSON?) throws(APIFailure) -> [SortKey] {
    guard let value else { return [] }
    var keys: [SortKey] = []
    for element in value.array ?? [value] {
      switch element {
      case .string(let text):
        // In URLs a key may be written as field:order.
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        keys.append(try key(parts.first ?? text, parts.count == 2 ? .string(parts[1]) : nil))
      case .object(let members): for (field, body) in members { keys.append(try key(field, body)) }
      case .null, .bool, .number, .array: throw .bad("sort must hold names of fields or objects", type: "parsing_exception")
      }
    }
    guard keys.count <= 16 else { throw .bad("sort may have at most 16 keys") }
    return keys
  }

  private static func key(_ field: String, _ body: JSON?) throws(APIFailure) -> SortKey {
    let known: Set<String> = ["order", "unmapped_type", "missing", "mode", "format", "numeric_type"]
    if let unknown = body?.object?.keys.first(where: { !known.contains($0) }) {
      throw .bad("[sort] unknown field [\(unknown)]", type: "x_content_parse_exception")
    }
    let order = body?.string ?? body?["order"]?.string ?? (field == "_score" ? "desc" : "asc")
    guard ["asc", "desc"].contains(order.lowercased()) else { throw .bad("sort order must be asc or desc") }
    let missing = body?["missing"]?.string ?? "_last"
    guard ["_first", "_last"].contains(missing) else {
      throw .bad("sort: [missing] must be [_first] or [_last]; other values are not supported")
    }
    return SortKey(field: field, isDescending: order.lowercased() == "desc", missingFirst: missing == "_first")
  }

  /// The value of a hit that it is ordered by; null when it has none. Of several the least counts upwards, the greatest
  /// downwards.
  func value(_ hit: Hit, _ types: FieldTypes) -> JSON {
    if isArrival { return .number(JSONNumber(Int(hit.seq))) }
    if field == "_score" { return 1.0 }
    let values = hit.values(field).map { Self.comparable($0, types.type(of: field)) }
    let best = isDescending ? values.max { Self.precedes($0, $1) } : values.min { Self.precedes($0, $1) }
    return best ?? .null
  }

  private static func comparable(_ value: JSON, _ type: FieldType) -> JSON {
    guard type == .date, let text = value.string, let time = Timestamp(text) else { return value }
    return .number(JSONNumber(Int(time.milliseconds)))
  }

  static func precedes(_ left: JSON, _ right: JSON) -> Bool {
    switch (left, right) {
    case (.number(let a), .number(let b)):
      if let a = a.integer, let b = b.integer { return a < b }
      return a.double < b.double
    case (.string(let a), .string(let b)): return a.utf8.lexicographicallyPrecedes(b.utf8)
    case (.bool(let a), .bool(let b)): return !a && b
    default: return rank(left) < rank(right)
    }
  }

  private static func rank(_ value: JSON) -> Int {
    switch value {
    case .null: 0
    case .bool: 1
    case .number: 2
    case .string: 3
    case .array, .object: 4
    }
  }

  /// How two hits are ordered by this key: negative when the first comes first.
  func compare(_ left: JSON, _ right: JSON) -> Int {
    if left == right { return 0 }
    if left == .null { return missingFirst ? -1 : 1 }
    if right == .null { return missingFirst ? 1 : -1 }
    if Self.precedes(left, right) { return isDescending ? 1 : -1 }
    return Self.precedes(right, left) ? (isDescending ? -1 : 1) : 0
  }
}
