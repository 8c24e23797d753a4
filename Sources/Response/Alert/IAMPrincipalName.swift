public import AWS

/// A user or a role as its ARN names it: `arn:aws:iam::111122223333:role/path/name`.
public struct IAMPrincipalName: Sendable, Hashable {
  /// The whole ARN.
  public let arn: String
  /// The partition, such as `aws`.
  public let partition: String
  /// The account.
  public let account: String
  /// The path, with slashes at both ends.
  public let path: String
  /// The user or the role.
  public let principal: IAMPrincipal

  /// Reads an ARN; nil when it is not that of a user or a role.
  public init?(arn: String) {
    let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 6, parts[0] == "arn", parts[2] == "iam", AlertFacts.account(parts[4]) != nil else {
      return nil
    }
    let steps = parts[5].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let kind = steps.first, let name = steps.last, steps.count > 1, Self.isName(name) else {
      return nil
    }
    switch kind {
    case "user": principal = .user(name)
    case "role": principal = .role(name)
    default: return nil
    }
    self.arn = arn
    partition = parts[1]
    account = parts[4]
    path = steps.count == 2 ? "/" : "/" + steps[1..<(steps.count - 1)].joined(separator: "/") + "/"
  }

  /// Names of users and roles. Source: IAM User Guide, "IAM and AWS STS quotas": up to 64 letters, digits and `+=,.@_-`.
  static func isName(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39: true
        default: "+=,.@_-".utf8.contains(byte)
        }
      }
  }

  /// Why the policies of the principal cannot be changed; nil when they can.
  ///
  /// Sources: IAM User Guide, "Service-linked roles"; IAM Identity Center User Guide, "Referencing permission sets": only
  /// the service changes these roles.
  var obstacle: String? {
    if path.hasPrefix("/aws-service-role/") {
      return "\(principal.name) is a service-linked role, which only its service changes"
    }
    if path.hasPrefix("/aws-reserved/") {
      return "\(principal.name) belongs to IAM Identity Center; take the assignment away there"
    }
    return nil
  }
}
