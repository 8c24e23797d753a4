/// A machine learning job that rules of type machine_learning name, as far as Nightjar has a detector that serves it.
///
/// The jobs are those of Elastic's AWS integration for CloudTrail; what each looks at is named in
/// https://www.elastic.co/docs/reference/machine-learning/ootb-ml-jobs-siem.
struct AnomalyJob: Sendable {
  /// What is unusual.
  enum Detector: Sendable {
    /// A value that is rarely seen in its partition.
    case rare(field: String)
    /// More distinct values in a period than before.
    case highDistinctCount(field: String)
  }

  let id: String
  let detector: Detector
  /// The field whose values are looked at apart from each other; nil when all events are one partition.
  let partition: String?
  /// The condition of the events, in KQL.
  let query: String

  /// The length of the periods that are compared, in nanoseconds: 15 minutes.
  static let bucket: Int64 = 900_000_000_000

  private static let dataset = "(event.dataset: aws.cloudtrail or data_stream.dataset: aws.cloudtrail)"

  private static let all: [AnomalyJob] = [
    AnomalyJob(
      id: "rare_error_code", detector: .rare(field: "aws.cloudtrail.error_code"), partition: nil,
      query: "\(dataset) and aws.cloudtrail.error_code: *"),
    AnomalyJob(
      id: "rare_method_for_a_user_id", detector: .rare(field: "event.action"),
      partition: "aws.cloudtrail.user_identity.arn", query: "\(dataset) and event.action: *"),
    AnomalyJob(
      id: "rare_method_for_a_country", detector: .rare(field: "event.action"),
      partition: "source.geo.country_iso_code", query: "\(dataset) and source.geo.country_iso_code: *"),
    AnomalyJob(
      id: "rare_method_for_a_city", detector: .rare(field: "event.action"), partition: "source.geo.city_name",
      query: "\(dataset) and source.geo.city_name: *"),
    AnomalyJob(
      id: "high_distinct_count_error_message",
      detector: .highDistinctCount(field: "aws.cloudtrail.error_message"),
      partition: nil, query: "\(dataset) and aws.cloudtrail.error_message: *"),
  ]

  /// The job of an identifier; Elastic appends `_ea` to newer editions of the same job.
  static func find(_ id: String) -> AnomalyJob? {
    let name = id.hasSuffix("_ea") ? String(id.dropLast(3)) : id
    return all.first { $0.id == name }
  }

  /// The field whose values are counted.
  var field: String {
    switch detector {
    case .rare(let field), .highDistinctCount(let field): field
    }
  }
}
