/// What becomes of the parameters of a mapping that are neither types nor values.
///
/// Source: Elasticsearch reference, "Mapping parameters"
/// (https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/mapping-parameters).
enum MappingParameters {
  /// What a parameter of a field or object changes in Elasticsearch and not here.
  ///
  /// - Returns: What happens, for a warning; nil when the parameter has no influence on which documents match.
  static func note(_ name: String, _ value: JSON) -> String? {
    if harmless.contains(name) { return nil }
    switch name {
    case "index": return isOff(value) ? "index: the field is searched all the same" : nil
    case "enabled": return isOff(value) ? "enabled: what is below is searched all the same" : nil
    case "dynamic":
      return isOff(value) ? "dynamic: fields that no mapping names are searched all the same" : nil
    case "analyzer", "search_analyzer", "search_quote_analyzer":
      return value.string == "standard" ? nil : "\(name): texts are analysed as by the standard analyzer"
    case "normalizer": return "normalizer: values are compared as they are written"
    case "copy_to": return "copy_to: the value is not copied"
    case "script": return "script: nothing is calculated, the value of the document counts"
    case "split_queries_on_whitespace":
      return isOff(value) ? nil : "\(name): queries are not split"
    case "ignore_malformed":
      return isOff(value) ? nil : "ignore_malformed: a value of another kind still counts as present"
    case "format":
      return isRead(format: value)
        ? nil : "format: dates are read as ISO 8601 or milliseconds since the epoch"
    default: return "\(MappingProblem.shown(name)) has no effect"
    }
  }

  /// What a parameter of a whole mapping changes in Elasticsearch and not here.
  ///
  /// - Returns: What happens, for a warning; nil when the parameter has no influence on which documents match.
  static func rootNote(_ name: String, _ value: JSON) -> String? {
    if name.hasPrefix("_") || harmlessAtRoot.contains(name) { return nil }
    if name == "dynamic_templates" {
      guard value.array?.isEmpty == false else { return nil }
      return "dynamic_templates are not applied: fields that the mapping does not name have the types of ECS"
    }
    return note(name, value)
  }

  /// How values are stored, scored, aggregated or shown, or which documents are refused.
  private static let harmless: Set<String> = [
    "boost", "coerce", "depth_limit", "doc_values", "eager_global_ordinals", "fielddata",
    "fielddata_frequency_filter", "ignore_z_value", "include_in_parent", "include_in_root", "index_options",
    "index_phrases", "index_prefixes", "locale", "meta", "norms", "on_script_error", "position_increment_gap",
    "priority", "scaling_factor", "similarity", "store", "subobjects", "synthetic_source_keep", "term_vector",
    "time_series_dimension", "time_series_metric",
  ]

  private static let harmlessAtRoot: Set<String> = [
    "date_detection", "dynamic_date_formats", "numeric_detection",
  ]

  private static func isOff(_ value: JSON) -> Bool {
    value == .bool(false) || value == .string("false")
  }

  /// The named formats of which every value is read.
  private static let formats: Set<String> = [
    "date_optional_time", "strict_date_optional_time", "strict_date_optional_time_nanos", "epoch_millis",
    "date_time", "strict_date_time", "date_time_no_millis", "strict_date_time_no_millis", "strict_date",
  ]

  private static func isRead(format: JSON) -> Bool {
    (format.string ?? "").split(separator: "|", omittingEmptySubsequences: true)
      .allSatisfy { formats.contains(String($0)) }
  }
}
