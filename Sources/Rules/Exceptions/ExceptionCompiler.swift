public import Events
public import Query

/// Gives an exception its meaning: the expression that the events it is for fulfil. An alert rule excludes them with
/// `.not`.
///
/// Expiry and windows are no part of the expression; ask `ExceptionItem.isActive(at:)` and `covers(_:)`. Source:
/// elastic/kibana, plugin `lists`, `build_exception_filter.ts`.
public struct ExceptionCompiler: Sendable {
  private let valueLists: [String: ValueList]
  private let types: FieldTypes
  private let now: Timestamp

  /// A compiler.
  ///
  /// - Parameters:
  ///   - valueLists: The value lists by identifier.
  ///   - types: The types of fields.
  ///   - now: The time that date maths refers to.
  public init(valueLists: [String: ValueList] = [:], types: FieldTypes = .standard, now: Timestamp) {
    self.valueLists = valueLists
    self.types = types
    self.now = now
  }

  /// The meaning of an exception.
  ///
  /// - Throws: `RuleError` when a value does not fit the type of its field, or a value list is missing.
  public func expression(for item: ExceptionItem) throws(RuleError) -> Expression {
    do throws(FieldError) {
      return .conjunction([systems(item.osTypes), try condition(item.condition)])
    } catch {
      throw RuleError(
        path: item.source.path, line: item.source.line, field: error.field,
        message: "\(error.message), in the exception \"\(item.name)\"")
    }
  }

  /// Kibana asks for the type, or for the name without regard to case.
  private func systems(_ types: [String]) -> Expression {
    guard !types.isEmpty else { return .all }
    return .disjunction(
      types.flatMap { type in
        [
          Expression.test(field: "host.os.type", .term(type, ignoresCase: false)),
          .test(field: "host.os.name", .term(type, ignoresCase: true)),
        ]
      })
  }

  private func condition(_ condition: ExceptionItem.Condition) throws(FieldError) -> Expression {
    switch condition {
    case .entries(let entries): try conjunction(entries, below: nil, field: "entries")
    case .kql(let query): try kql(query)
    }
  }

  private func kql(_ query: String) throws(FieldError) -> Expression {
    let node: KQLNode
    do throws(QuerySyntaxError) {
      node = try KQLParser.parse(query)
    } catch {
      throw FieldError("query", "\(error)")
    }
    do throws(KQLCompileError) {
      return try KQLCompiler(types: types, now: now).compile(node)
    } catch {
      throw FieldError("query", "\(error)")
    }
  }

  // MARK: Entries

  private func conjunction(
    _ entries: [ExceptionEntry], below path: String?, field: String
  ) throws(FieldError) -> Expression {
    var parts: [Expression] = []
    for (index, entry) in entries.enumerated() {
      parts.append(try expression(entry, below: path, field: "\(field)[\(index)]"))
    }
    return .conjunction(parts)
  }

  private func expression(
    _ entry: ExceptionEntry, below path: String?, field: String
  ) throws(FieldError) -> Expression {
    let name = path.map { "\($0).\(entry.field)" } ?? entry.field
    let expression =
      switch entry.kind {
      case .nested(let entries): try nested(entries, path: name, field: "\(field).entries")
      case .list(let id, let type): try list(name, id, type, field: "\(field).list")
      case .exists: Expression.test(field: name, .exists)
      case .match, .matchAny, .wildcard: try value(entry.kind, of: name, field: "\(field).value")
      }
    return entry.isIncluded ? expression : .not(expression)
  }

  private func value(
    _ kind: ExceptionEntry.Kind, of name: String, field: String
  ) throws(FieldError) -> Expression {
    let query = ValueQuery(types: types, now: now)
    do throws(KQLCompileError) {
      switch kind {
      case .match(let value): return try query.match(name, value)
      case .matchAny(let values): return try query.match(name, anyOf: values)
      case .wildcard(let pattern): return try query.wildcard(name, pattern)
      case .exists, .list, .nested: return .none
      }
    } catch {
      throw FieldError(field, "\(error)")
    }
  }

  /// Objects of a list are only told apart where the field is mapped as `nested`; elsewhere their values lie together.
  private func nested(
    _ entries: [ExceptionEntry], path: String, field: String
  ) throws(FieldError) -> Expression {
    let inner = try conjunction(entries, below: path, field: field)
    return types.type(of: path) == .nested ? .nested(path: path, inner) : inner
  }

  // MARK: Value lists

  private func list(
    _ name: String, _ id: String, _ type: String, field: String
  ) throws(FieldError) -> Expression {
    guard let kind = ValueList.Kind(rawValue: type) else {
      let kinds = ValueList.Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw FieldError("\(field).type", "value lists of type \"\(type)\" are not supported, only \(kinds)")
    }
    guard let list = valueLists[id] else {
      throw FieldError("\(field).id", "the value list \"\(id)\" is not loaded; a [[value_list]] gives it")
    }
    guard list.kind == kind else {
      throw FieldError(
        "\(field).type", "the value list \"\(id)\" is of type \(list.kind.rawValue), not \(type)")
    }
    let query = ValueQuery(types: types, now: now)
    switch list.values {
    case .addresses(let ranges): return query.addresses(name, in: ranges)
    case .keywords(let texts):
      do throws(KQLCompileError) {
        return try query.match(name, anyOf: texts)
      } catch {
        throw FieldError("\(field).id", "\(error)")
      }
    }
  }
}
