import Query

/// What the runs of one rule over the same rows calculate once. Runs come in the order of time.
final class RunCache {
  /// The rows of ES|QL as far as they are the same in every run, by their places; the inner nil stands for one that is filtered
  /// out.
  private var rows: [ESQLRow??] = []
  /// The combinations of values of rows, by their places.
  private var terms: [[TermCombinations.Term]?] = []
  private var first = 0

  /// The row at a place, which is made unless an earlier run made it.
  func row(_ place: Int, _ make: () -> ESQLRow?) -> ESQLRow? {
    while rows.count <= place { rows.append(nil) }
    if let known = rows[place] { return known }
    let row = make()
    rows[place] = .some(row)
    return row
  }

  /// The combinations of the row at a place, which are made unless an earlier run made them.
  func terms(_ place: Int, _ make: () -> [TermCombinations.Term]) -> [TermCombinations.Term] {
    while terms.count <= place { terms.append(nil) }
    if let known = terms[place] { return known }
    let made = make()
    terms[place] = made
    return made
  }

  /// Forgets what belongs to rows that no later run asks for.
  func forget(before place: Int) {
    guard place > first else { return }
    for old in first..<max(first, min(place, rows.count)) { rows[old] = nil }
    for old in first..<max(first, min(place, terms.count)) { terms[old] = nil }
    first = place
  }
}
