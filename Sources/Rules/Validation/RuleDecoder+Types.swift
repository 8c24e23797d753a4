import Events
import OrderedCollections

/// What only some kinds of rules have.
extension RuleDecoder {
  func language(_ type: RuleType) throws(FieldError) -> QueryLanguage? {
    let given = try reader.choice("language", QueryLanguage.self)
    let allowed: [QueryLanguage]
    switch type {
    case .eql: allowed = [.eql]
    case .esql: allowed = [.esql]
    case .machineLearning: return nil
    case .query, .savedQuery, .threshold, .newTerms, .threatMatch: allowed = [.kuery, .lucene]
    }
    guard let given else { return allowed[0] }
    guard allowed.contains(given) else {
      let names = allowed.map(\.rawValue).joined(separator: " or ")
      throw FieldError(
        reader.name("language"), "rules of type \(type.rawValue) take \(names), not \(given.rawValue)")
    }
    return given
  }

  func checkType(_ type: RuleType) throws(FieldError) {
    for (other, keys) in RuleKeys.perType where other != type {
      if let key = keys.first(where: { reader.has($0) }) {
        throw FieldError(reader.name(key), "belongs to rules of type \(other.rawValue), not \(type.rawValue)")
      }
    }
    switch type {
    case .query, .savedQuery: break
    case .eql, .esql: _ = try reader.requiredString("query")
    case .threshold: try checkThreshold()
    case .newTerms: try checkNewTerms()
    case .threatMatch: try checkThreatMatch()
    case .machineLearning: try checkMachineLearning()
    }
    if type == .esql, reader.has("index") {
      throw FieldError(reader.name("index"), "rules of type esql name their indices in the query")
    }
  }

  private func checkThreshold() throws(FieldError) {
    guard let threshold = try reader.object("threshold") else {
      throw FieldError(reader.name("threshold"), "is missing")
    }
    try threshold.refuseUnknown(["field", "value", "cardinality"])
    if threshold.members["field"]?.string == nil {
      guard let fields = try threshold.strings("field"), fields.count <= 5 else {
        throw FieldError(threshold.name("field"), "must be a field or a list of at most five")
      }
    }
    guard try threshold.integer("value", in: 1...(.max)) != nil else {
      throw FieldError(threshold.name("value"), "is missing")
    }
    for cardinality in try threshold.objects("cardinality") {
      _ = try cardinality.requiredString("field")
      guard try cardinality.integer("value", in: 1...(.max)) != nil else {
        throw FieldError(cardinality.name("value"), "is missing")
      }
    }
  }

  private func checkNewTerms() throws(FieldError) {
    guard let fields = try reader.strings("new_terms_fields"), (1...3).contains(fields.count) else {
      throw FieldError(reader.name("new_terms_fields"), "must be a list of one to three fields")
    }
    let start = try reader.requiredString("history_window_start")
    guard DateMath(start) != nil else {
      throw FieldError(
        reader.name("history_window_start"), "must be date maths such as now-14d, not \"\(start)\"")
    }
  }

  private func checkThreatMatch() throws(FieldError) {
    _ = try reader.requiredString("threat_query")
    guard let indices = try reader.strings("threat_index"), !indices.isEmpty else {
      throw FieldError(reader.name("threat_index"), "must be a list of index patterns")
    }
    let groups = try reader.objects("threat_mapping")
    guard !groups.isEmpty else {
      throw FieldError(reader.name("threat_mapping"), "must have at least one entry")
    }
    for group in groups {
      for entry in try group.objects("entries") {
        try entry.refuseUnknown(["field", "type", "value", "negate"])
        for key in ["field", "value"] { _ = try entry.requiredString(key) }
        guard try entry.string("type") == "mapping" else {
          throw FieldError(entry.name("type"), "must be \"mapping\"")
        }
      }
    }
  }

  private func checkMachineLearning() throws(FieldError) {
    guard try reader.integer("anomaly_threshold", in: 0...100) != nil else {
      throw FieldError(reader.name("anomaly_threshold"), "is missing")
    }
    if reader.members["machine_learning_job_id"]?.string != nil { return }
    guard let jobs = try reader.strings("machine_learning_job_id"), !jobs.isEmpty else {
      throw FieldError(reader.name("machine_learning_job_id"), "must be a job or a list of jobs")
    }
  }
}
