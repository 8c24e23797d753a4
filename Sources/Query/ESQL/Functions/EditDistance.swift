/// How many insertions, deletions, exchanges and swaps of neighbours lead from one text to another.
enum EditDistance {
  /// Whether the distance is at most a number. Texts above 1,000 characters are not compared.
  static func isAtMost(_ limit: Int, _ left: String, _ right: String) -> Bool {
    let (a, b) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
    guard abs(a.count - b.count) <= limit, max(a.count, b.count) <= 1000 else { return false }
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) <= limit }
    var rows = [Array(0...b.count)]
    for i in 1...a.count {
      var row = [i]
      for j in 1...b.count {
        var best = min(
          rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          best = min(best, rows[i - 2][j - 2] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count] <= limit
  }
}
