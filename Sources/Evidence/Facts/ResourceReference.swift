/// A resource that a call names.
public struct ResourceReference: Sendable, Hashable {
  /// The type in CloudFormation's names, such as `AWS::IAM::Role`; empty when it is not known.
  public let type: String
  /// The ARN where it is known, otherwise the name.
  public let id: String

  /// A resource.
  public init(type: String, id: String) {
    self.type = type
    self.id = id
  }

  /// Type and name for people, such as `IAM Role orders-api`.
  public var label: String {
    let kind = type.split(separator: ":", omittingEmptySubsequences: true).dropFirst().joined(separator: " ")
    return kind.isEmpty ? id : "\(kind) \(name)"
  }

  /// The part of an ARN behind the account, or the whole name.
  public var name: String {
    let parts = id.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn" else { return id }
    let rest = String(parts[5])
    let cut = rest.firstIndex { $0 == "/" || $0 == ":" }
    guard let cut, parts[2] != "s3" else { return rest }
    return String(rest[rest.index(after: cut)...])
  }
}
