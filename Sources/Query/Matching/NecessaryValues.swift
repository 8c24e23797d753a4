import Events

/// Which values an event must have for an expression to match it.
struct NecessaryValues {
  /// For a field the values of which at least one is necessary.
  private(set) var values: [String: Set<String>]

  private static let none = NecessaryValues(values: [:])

  private init(values: [String: Set<String>]) {
    self.values = values
  }

  init(_ expression: Expression, types: FieldTypes) {
    self = Self.derive(expression, types)
  }

  private static func derive(_ expression: Expression, _ types: FieldTypes) -> NecessaryValues {
    switch expression {
    case .all, .none, .not, .anyField, .nested, .computed: return none
    case .and(let parts):
      return parts.map { derive($0, types) }.reduce(none) { result, part in
        NecessaryValues(values: result.values.merging(part.values) { $0.count <= $1.count ? $0 : $1 })
      }
    case .or(let parts):
      let all = parts.map { derive($0, types) }
      guard var common = all.first else { return none }
      for part in all.dropFirst() {
        common.values = common.values.compactMapValuesWithKeys { field, values in
          part.values[field].map { values.union($0) }
        }
      }
      return common
    case .test(let field, .term(let text, ignoresCase: false)) where isExact(types.type(of: field)):
      return NecessaryValues(values: [field: [text]])
    case .test(let field, .terms(let texts, ignoresCase: false)) where isExact(types.type(of: field)):
      return NecessaryValues(values: [field: texts])
    case .test: return none
    }
  }

  /// Types whose values are compared as they are written.
  private static func isExact(_ type: FieldType) -> Bool {
    switch type {
    case .keyword, .constantKeyword, .wildcard, .flattened, .version: true
    case .text, .matchOnlyText, .ip, .long, .double, .boolean, .date, .geoPoint, .nested, .object: false
    }
  }

  /// Fields that tell events apart best come first; those that nearly all events share come last.
  private static let best = ["event.action", "event.provider", "event.code", "process.name"]
  private static let worst = [
    "event.category", "event.type", "host.os.type", "event.outcome", "event.kind", "event.module",
    "event.dataset",
    "data_stream.dataset", "data_stream.namespace",
  ]

  /// Whether nearly all events share the values of a field.
  static func isShared(_ field: String) -> Bool { worst.contains(field) }

  /// The field to index an expression by; nil when it has no necessary values.
  var discriminator: (field: String, values: Set<String>)? {
    let field = values.keys.min { left, right in
      (Self.rank(left), values[left]?.count ?? 0, left) < (Self.rank(right), values[right]?.count ?? 0, right)
    }
    guard let field, let chosen = values[field] else { return nil }
    return (field, chosen)
  }

  private static func rank(_ field: String) -> Int {
    if let place = best.firstIndex(of: field) { return place }
    if let place = worst.firstIndex(of: field) { return 100 + place }
    return 50
  }
}

extension Dictionary {
  fileprivate func compactMapValuesWithKeys<T>(_ transform: (Key, Value) -> T?) -> [Key: T] {
    reduce(into: [:]) { result, entry in
      if let value = transform(entry.key, entry.value) { result[entry.key] = value }
    }
  }
}
