import Events
import OrderedCollections

/// What a playbook acts on.
public struct ResponseSubject: Sendable, Hashable {
  /// What kind of thing it is.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case configurationRecorder = "configuration-recorder"
    case trail
    case detector
    case accessKey = "access-key"
    case user
    case role

    /// The kind for people.
    var title: String { rawValue.split(separator: "-").joined(separator: " ") }
  }

  /// What kind of thing it is.
  public let kind: Kind
  /// Its name or identifier.
  public let name: String
  /// The account it is in.
  public let account: String
  /// The region in which it is called for; IAM is reached through any.
  public let region: String
  /// The ARN of the user or the role that is restricted; nil where nobody is.
  public let principalARN: String?

  /// A subject.
  public init(kind: Kind, name: String, account: String, region: String, principalARN: String? = nil) {
    self.kind = kind
    self.name = name
    self.account = account
    self.region = region
    self.principalARN = principalARN
  }

  /// The subject for people.
  public var description: String {
    switch kind {
    case .configurationRecorder, .trail, .detector:
      "\(kind.title) \(name) in \(region) of account \(account)"
    case .accessKey, .user, .role: "\(kind.title) \(name) of account \(account)"
    }
  }

  var json: JSON {
    var members: JSONObject = [
      "kind": .string(kind.rawValue), "name": .string(name), "account": .string(account),
      "region": .string(region), "description": .string(description),
    ]
    if let principalARN { members["principal_arn"] = .string(principalARN) }
    return .object(members)
  }

  init(_ json: JSON) throws(ResponseError) {
    guard let kind = json["kind"]?.string.flatMap({ Kind(rawValue: $0) }), let name = json["name"]?.string,
      let account = json["account"]?.string, let region = json["region"]?.string
    else { throw ResponseError(.damaged, "the subject of the plan is not complete") }
    self.init(
      kind: kind, name: name, account: account, region: region, principalARN: json["principal_arn"]?.string)
  }
}
