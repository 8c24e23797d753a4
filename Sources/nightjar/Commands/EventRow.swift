import Console
import Events
import Rules

/// A line of the table of events.
enum EventRow {
  private static let columns: [(title: String, path: String, width: Int)] = [
    ("TIME", "@timestamp", 24), ("ACTION", "event.action", 32), ("OUTCOME", "event.outcome", 8),
    ("PRINCIPAL", "user.name", 28), ("SOURCE", "source.address", 24), ("REGION", "cloud.region", 14),
    ("ACCOUNT", "cloud.account.id", 12),
  ]

  static var header: String {
    columns.map { TextWidth.fit($0.title, $0.width) }.joined(separator: "  ")
  }

  static func line(_ document: JSONObject) -> String {
    columns.map { column in
      TextWidth.fit(Sanitizer.clean(AlertFields.text(document, column.path) ?? "-"), column.width)
    }.joined(separator: "  ")
  }
}
