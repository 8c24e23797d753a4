import Query

/// What the runs of one rule over the same rows calculate once. Runs come in the order of time.
final class RunCache {
  /// The rows of ES|QL as far as they are the same in every run, by their places; nil for those that are filtered out.
  private var rows: [Int: ESQLRow?] = [:]
  private var first = 0

  /// The row at a place, which is made unless an earlier run made it.
  func row(_ place: Int, _ make: () -> ESQLRow?) -> ESQLRow? {
    if let known = rows[place] { return known }
    let row = make()
    rows[place] = .some(row)
    return row
  }

  /// Forgets the rows that no later run asks for.
  func forget(before place: Int) {
    guard place > first else { return }
    for place in first..<place { rows[place] = nil }
    first = place
  }
}
