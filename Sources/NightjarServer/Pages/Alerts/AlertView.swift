import Storage

/// A view of the list of alerts: which of them it shows by the state of the work on them.
enum AlertView: String, CaseIterable {
  case open
  case acknowledged
  case closed
  case expected
  case all

  /// The name on its tab.
  var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

  /// Limits a search to the view.
  func limit(_ search: inout AlertSearch) {
    switch self {
    case .open: (search.statuses, search.includesExpected) = ([.open], false)
    case .acknowledged: (search.statuses, search.includesExpected) = ([.acknowledged], false)
    case .closed: (search.statuses, search.includesExpected) = ([.closed], false)
    case .expected: (search.includesExpected, search.includesUnexpected) = (true, false)
    case .all: break
    }
  }
}
