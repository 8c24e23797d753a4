public import Events
public import OrderedCollections

/// Rows with named columns as a table of text.
public enum ColumnTable {
  private static let widest = 60

  /// The lines of a table; the columns of the first rows when none are named.
  public static func lines(_ rows: [JSONObject], columns: [String]) -> [String] {
    var names = OrderedSet(columns)
    if names.isEmpty { for row in rows.prefix(100) { names.formUnion(row.keys) } }
    let cells = rows.map { row in names.map { Sanitizer.clean(text(row[$0])) } }
    let widths = names.enumerated().map { index, name in
      min(widest, max(TextWidth.columns(name), cells.map { TextWidth.columns($0[index]) }.max() ?? 0))
    }
    return ([Array(names)] + cells).map { row in
      zip(row, widths).map { TextWidth.fit($0, $1) }.joined(separator: "  ")
    }
  }

  private static func text(_ value: JSON?) -> String {
    switch value {
    case nil, .null?: "-"
    case .string(let text)?: text
    case .array(let values)?: values.map { text($0) }.joined(separator: ", ")
    case .some(let other): JSONWriter.text(other)
    }
  }
}
