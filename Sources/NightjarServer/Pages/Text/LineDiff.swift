/// The difference of two texts by lines.
enum LineDiff {
  /// Longer texts are not compared.
  private static let maximum = 4000

  /// The lines of both texts in order, each as values: `isAdded`, `isRemoved` and `line`. Long stretches without a
  /// difference are shortened.
  static func values(_ old: String, _ new: String) -> [PageValues] {
    let before = lines(old)
    let after = lines(new)
    let difference = after.difference(from: before)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var rows: [(sign: Character, line: String)] = []
    var (left, right) = (0, 0)
    while left < before.count || right < after.count {
      if left < before.count, removed.contains(left) {
        rows.append(("−", before[left]))
        left += 1
      } else if right < after.count, inserted.contains(right) {
        rows.append(("+", after[right]))
        right += 1
      } else {
        rows.append((" ", right < after.count ? after[right] : before[left]))
        left += 1
        right += 1
      }
    }
    return shortened(rows)
  }

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).prefix(maximum).map(String.init)
  }

  private static func shortened(_ rows: [(sign: Character, line: String)]) -> [PageValues] {
    let changed = rows.indices.filter { rows[$0].sign != " " }
    var shown: Set<Int> = []
    for place in changed { shown.formUnion(max(0, place - 3)...min(rows.count - 1, place + 3)) }
    var values: [PageValues] = []
    var last = -1
    for place in shown.sorted() {
      if place > last + 1 { values.append(["line": "…", "isAdded": false, "isRemoved": false, "sign": " "]) }
      let row = rows[place]
      values.append(
        [
          "line": row.line, "isAdded": row.sign == "+", "isRemoved": row.sign == "−",
          "sign": String(row.sign),
        ])
      last = place
    }
    return values
  }
}
