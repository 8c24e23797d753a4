import Events
import Query
import Rules

/// Turns exception items into conditions on events, with the meaning of Kibana's filters.
///
/// Source: elastic/kibana, plugin `lists`, `build_exception_filter`.
struct ExceptionCompiler {
  let types: FieldTypes
  let now: Timestamp
  let valueLists: [String: ValueList]

  /// The condition of an item.
  ///
  /// - Throws: `ExceptionError` when it cannot be given a meaning.
  func compile(_ item: ExceptionItem) throws(ExceptionError) -> Expression {
    var parts = [try condition(item)]
    if !item.osTypes.isEmpty { parts.append(Self.operatingSystems(item.osTypes)) }
    return .conjunction(parts)
  }

  private func condition(_ item: ExceptionItem) throws(ExceptionError) -> Expression {
    switch item.condition {
    case .kql(let query):
      do {
        return try KQLCompiler(types: types, now: now).compile(try KQLParser.parse(query))
      } catch {
        throw ExceptionError("\(item.name): \(error)")
      }
    case .entries(let entries):
      var parts: [Expression] = []
      for entry in entries { parts.append(try expression(entry, below: "", item)) }
      return .conjunction(parts)
    }
  }

  private static func operatingSystems(_ names: [String]) -> Expression {
    .disjunction(
      names.flatMap { name in
        [
          .test(field: "host.os.type", .term(name, ignoresCase: false)),
          .test(field: "host.os.name.caseless", .term(name, ignoresCase: true)),
        ]
      })
  }

  private func expression(
    _ entry: ExceptionEntry, below path: String, _ item: ExceptionItem
  ) throws(ExceptionError) -> Expression {
    let field = path.isEmpty ? entry.field : "\(path).\(entry.field)"
    let condition = try self.condition(entry.kind, field, item)
    return entry.isIncluded ? condition : .not(condition)
  }

  private func condition(
    _ kind: ExceptionEntry.Kind, _ field: String, _ item: ExceptionItem
  ) throws(ExceptionError) -> Expression {
    switch kind {
    case .exists: return .test(field: field, .exists)
    case .match(let value): return try equal(field, value, item)
    case .matchAny(let values):
      var parts: [Expression] = []
      for value in values { parts.append(try equal(field, value, item)) }
      return .disjunction(parts)
    case .wildcard(let pattern): return .test(field: field, .wildcard(Wildcard(pattern), ignoresCase: false))
    case .list(let id): return try list(id, field, item)
    case .nested(let entries):
      var parts: [Expression] = []
      for entry in entries { parts.append(try expression(entry, below: field, item)) }
      let inner = Expression.conjunction(parts)
      return types.type(of: field) == .nested ? .nested(path: field, inner) : inner
    }
  }

  /// A quoted value of KQL has the meaning of a `match_phrase` query.
  private func equal(_ field: String, _ value: String, _ item: ExceptionItem) throws(ExceptionError)
    -> Expression
  {
    do {
      return try KQLCompiler(types: types, now: now).compile(.isValue(field: .quoted(field), .quoted(value)))
    } catch {
      throw ExceptionError("\(item.name): \(error)")
    }
  }

  private func list(_ id: String, _ field: String, _ item: ExceptionItem) throws(ExceptionError) -> Expression
  {
    guard let list = valueLists[id] else {
      throw ExceptionError("\(item.name): there is no value list \"\(id)\"")
    }
    guard list.kind != .keyword else {
      return .test(field: field, .terms(Set(list.items), ignoresCase: false))
    }
    return .test(field: field, .ipSet(IPSet(ranges: list.items.compactMap { IPRange($0)?.addresses })))
  }
}
