import Events

/// A boolean expression over the fields of an event: what every query language, filter and exception compiles to.
///
/// The semantics are Elasticsearch's: a test on a field that the event does not have is false, so its negation is true;
/// a test on a field with several values is true when one of them passes.
public indirect enum Expression: Sendable, Hashable {
  /// Every event.
  case all
  /// No event.
  case none
  case and([Expression])
  case or([Expression])
  case not(Expression)
  /// A test on one field.
  case test(field: String, Test)
  /// A test on every field whose name fits a pattern; true when it passes on one of them.
  case anyField(FieldNameTest)
  /// An expression on the elements of a list of objects, each on its own. Inner field names are complete paths.
  case nested(path: String, Expression)
  /// A condition that is calculated from the values of fields.
  case computed(ComputedTest)
}

extension Expression {
  /// The fields that the expression names.
  public var fields: Set<String> {
    switch self {
    case .all, .none, .anyField: []
    case .and(let parts), .or(let parts): parts.reduce(into: []) { $0.formUnion($1.fields) }
    case .not(let part), .nested(_, let part): part.fields
    case .test(let field, _): [field]
    case .computed(let test): Set(test.fields)
    }
  }

  /// The conjunction, without needless levels.
  public static func conjunction(_ parts: [Expression]) -> Expression {
    var flat: [Expression] = []
    for part in parts {
      switch part {
      case .all: continue
      case .none: return .none
      case .and(let inner): flat += inner
      default: flat.append(part)
      }
    }
    return flat.isEmpty ? .all : flat.count == 1 ? flat[0] : .and(flat)
  }

  /// The disjunction, without needless levels.
  public static func disjunction(_ parts: [Expression]) -> Expression {
    var flat: [Expression] = []
    for part in parts {
      switch part {
      case .none: continue
      case .all: return .all
      case .or(let inner): flat += inner
      default: flat.append(part)
      }
    }
    return flat.isEmpty ? .none : flat.count == 1 ? flat[0] : .or(flat)
  }
}
