import Query

/// What the runs of one rule over the same rows calculate once. Runs come in the order of time.
final class RunCache {
  /// The rows of ES|QL as far as they are the same in every run; nil for those that are filtered out.
  private var rows = PlaceCache<ESQLRow?>()
  /// The combinations of values of rows.
  private var terms = PlaceCache<[TermCombinations.Term]>()

  /// The row at a place, which is made unless an earlier run made it.
  func row(_ place: Int, _ make: () -> ESQLRow?) -> ESQLRow? { rows.element(place, make) }

  /// The combinations of the row at a place, which are made unless an earlier run made them.
  func terms(_ place: Int, _ make: () -> [TermCombinations.Term]) -> [TermCombinations.Term] {
    terms.element(place, make)
  }

  /// Forgets what belongs to rows that no later run asks for.
  func forget(before place: Int) {
    rows.forget(before: place)
    terms.forget(before: place)
  }
}
