import Events
import Query
import Rules

/// Turns a rule's query and filters into one expression, or says why the rule does not run.
struct RuleCompiler {
  let types: FieldTypes
  let now: Timestamp

  struct Result {
    let check: RuleCheck
    let expression: Expression?
  }

  func compile(_ rule: Rule) -> Result {
    if let reason = unsupported(rule) { return Self.refused(.unsupported, reason) }
    let expression: Expression
    do {
      expression = try self.expression(rule)
    } catch let error as DSLFilterError {
      return Self.refused(.unsupported, "filter: \(error)")
    } catch {
      return Self.refused(.error, "\(error)")
    }
    if let reason = Self.unsupportedType(rule.type) { return Self.refused(.unsupported, reason) }
    return Result(
      check: RuleCheck(status: .ok, reason: nil, notes: notes(expression)), expression: expression)
  }

  private static func refused(_ status: RuleCheck.Status, _ reason: String) -> Result {
    Result(check: RuleCheck(status: status, reason: reason, notes: []), expression: nil)
  }

  /// What must be known before the query can even be read.
  private func unsupported(_ rule: Rule) -> String? {
    switch rule.type {
    case .eql, .esql, .machineLearning: return Self.unsupportedType(rule.type)
    case .query, .savedQuery, .threshold, .newTerms, .threatMatch: break
    }
    if rule.language == .lucene { return "language lucene" }
    if rule.type == .savedQuery, rule.query == nil { return "the saved query lies in Kibana" }
    return nil
  }

  /// Types whose queries are compiled, so that mistakes are found, but that do not run yet.
  private static func unsupportedType(_ type: RuleType) -> String? {
    switch type {
    case .query, .savedQuery: nil
    case .eql, .esql, .threshold, .newTerms, .threatMatch, .machineLearning: "type \(type.rawValue)"
    }
  }

  private func expression(_ rule: Rule) throws -> Expression {
    let compiler = KQLCompiler(types: types, now: now)
    var parts = [try compiler.compile(try KQLParser.parse(rule.query ?? ""))]
    for filter in rule.filters {
      parts.append(try DSLFilter.expression(from: filter, types: types, now: now))
    }
    if rule.type == .threatMatch, let indicators = rule.threatQuery {
      _ = try compiler.compile(try KQLParser.parse(indicators))
    }
    return .conjunction(parts)
  }

  /// Elastic's mappings make long values of some fields unsearchable; a rule that reads them should know.
  private func notes(_ expression: Expression) -> [String] {
    let long = ["aws.cloudtrail.request_parameters", "aws.cloudtrail.response_elements"]
    return long.filter { expression.fields.contains($0) }.compactMap { field in
      types.ignoreAbove(of: field).map {
        "values of \(field) above \($0) characters do not match, as in Elasticsearch; --full-values lifts that"
      }
    }
  }
}
