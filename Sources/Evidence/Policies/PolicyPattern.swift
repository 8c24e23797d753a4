/// Patterns of policies with `*` and `?`.
enum PolicyPattern {
  /// Whether a text fits a pattern.
  static func matches(_ pattern: String, _ text: String, ignoresCase: Bool = false) -> Bool {
    let (pattern, text) =
      ignoresCase
      ? (Array(pattern.lowercased().unicodeScalars), Array(text.lowercased().unicodeScalars))
      : (Array(pattern.unicodeScalars), Array(text.unicodeScalars))
    var (p, t, star, mark) = (0, 0, -1, 0)
    while t < text.count {
      if p < pattern.count, pattern[p] == "*" {
        (star, mark) = (p, t)
        p += 1
      } else if p < pattern.count,
        pattern[p] == "?" && text[t] != "*" || p < pattern.count && pattern[p] == text[t]
      {
        p += 1
        t += 1
      } else if star >= 0 {
        mark += 1
        (p, t) = (star + 1, mark)
      } else {
        return false
      }
    }
    while p < pattern.count, pattern[p] == "*" { p += 1 }
    return p == pattern.count
  }

  /// Whether a resource fits a pattern. A `*` in the resource is a part that is not known.
  static func verdict(_ pattern: String, resource: String) -> Verdict {
    if matches(pattern, resource) { return .yes }
    guard resource.contains("*"), overlaps(Array(pattern.unicodeScalars), Array(resource.unicodeScalars))
    else {
      return .no
    }
    return .unknown("the event does not say all of the resource \(resource), which \(pattern) asks for")
  }

  /// Whether there is a text that fits both patterns.
  private static func overlaps(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Bool {
    guard left.count <= 2048, right.count <= 2048 else { return true }
    // Row by row: `row[j]` says whether the first i of left and the first j of right can fit one text.
    var row = Array(repeating: false, count: right.count + 1)
    row[0] = true
    for j in 0..<right.count where right[j] == "*" { row[j + 1] = row[j] }
    for i in 0..<left.count {
      var next = Array(repeating: false, count: right.count + 1)
      next[0] = left[i] == "*" && row[0]
      for j in 0..<right.count {
        if right[j] == "*" {
          // What is not known lies within one part of the ARN.
          let isWithin = left[i] != ":" && left[i] != "/"
          next[j + 1] = row[j + 1] && isWithin || next[j]
        } else if left[i] == "*" {
          // A star ends here, or takes one more character.
          next[j + 1] = row[j + 1] || next[j]
        } else {
          next[j + 1] = row[j] && (left[i] == right[j] || left[i] == "?" || right[j] == "?")
        }
      }
      row = next
    }
    return row[right.count]
  }
}
