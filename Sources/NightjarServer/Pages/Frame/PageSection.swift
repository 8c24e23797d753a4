/// A part of the web interface, as its menu has them.
enum PageSection: String, CaseIterable {
  case alerts
  case incidents
  case explore
  case rules
  case exceptions
  case coverage
  case visibility
  case health
  case audit
  case settings

  /// The name in the menu.
  var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

  /// The path of its first page.
  var path: String { "/\(rawValue)" }

  /// The key that goes there after `g`.
  var key: String {
    switch self {
    case .exceptions: "x"
    case .audit: "u"
    default: String(rawValue.prefix(1))
    }
  }

  /// What one must be allowed to do to see it.
  var permission: Permission {
    switch self {
    case .audit: .readAudit
    case .settings: .read
    default: .read
    }
  }

  /// The menu in groups.
  static let groups: [(title: String, sections: [PageSection])] = [
    ("Work", [.alerts, .incidents, .explore]), ("Detection", [.rules, .exceptions, .coverage]),
    ("Watch", [.visibility, .health]), ("Account for", [.audit, .settings]),
  ]
}
