/// The ECS fields that have a column in the tables of events, so that conditions on them are decided without reading the
/// event. The raw values are the numbers that terms are stored under; they never change.
public enum EventField: Int, Sendable, Hashable, CaseIterable {
  case provider = 0
  case action = 1
  case outcome = 2
  case account = 3
  case region = 4
  case user = 5
  case address = 6
  case accessKey = 7
  case arn = 8
  case errorCode = 9
  case readOnly = 10
  case dataset = 11
  case module = 12
  case streamDataset = 13

  /// The dotted path of the field.
  public var path: String {
    switch self {
    case .provider: "event.provider"
    case .action: "event.action"
    case .outcome: "event.outcome"
    case .account: "cloud.account.id"
    case .region: "cloud.region"
    case .user: "user.name"
    case .address: "source.ip"
    case .accessKey: "aws.cloudtrail.user_identity.access_key_id"
    case .arn: "aws.cloudtrail.user_identity.arn"
    case .errorCode: "aws.cloudtrail.error_code"
    case .readOnly: "aws.cloudtrail.read_only"
    case .dataset: "event.dataset"
    case .module: "event.module"
    case .streamDataset: "data_stream.dataset"
    }
  }

  /// The name of the column.
  var column: String {
    switch self {
    case .accessKey: "access_key"
    case .errorCode: "error_code"
    case .readOnly: "read_only"
    case .streamDataset: "stream_dataset"
    default: "\(self)"
    }
  }

  /// Whether the column has an index. Those without one have few different values, or are asked for seldom.
  var hasIndex: Bool {
    switch self {
    case .action, .user, .address, .accessKey: true
    default: false
    }
  }

  /// The field with a path.
  static let byPath: [String: EventField] = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.path, $0) })
}
