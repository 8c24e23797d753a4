/// What a user or a key may do.
public enum Role: String, Sendable, Hashable, CaseIterable {
  /// Sends events and does nothing else. For keys only.
  case shipper
  /// Looks.
  case viewer
  /// Works on alerts, rules and exceptions.
  case analyst
  /// Also responds.
  case responder
  /// Everything.
  case admin

  /// The roles that users can have.
  public static let ofUsers: [Role] = [.viewer, .analyst, .responder, .admin]

  /// What the role allows.
  public var permissions: Set<Permission> {
    switch self {
    case .shipper: [.ingest]
    case .viewer: [.read]
    case .analyst: [.read, .workAlerts, .writeExceptions, .writeRules]
    case .responder: [.read, .workAlerts, .writeExceptions, .writeRules, .respond, .readAudit]
    case .admin: Set(Permission.allCases)
    }
  }
}
