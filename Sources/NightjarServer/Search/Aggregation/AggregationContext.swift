import Events

/// What aggregations share: the types of fields, the present, and a bound on the number of buckets.
final class AggregationContext {
  /// Elasticsearch's `search.max_buckets`.
  static let maximumBuckets = 65_536
  static let maximumDepth = 10

  let types: FieldTypes
  let now: Timestamp
  private var buckets = 0

  init(types: FieldTypes, now: Timestamp) {
    self.types = types
    self.now = now
  }

  /// Counts a new bucket.
  ///
  /// - Throws: `APIFailure` when there are too many.
  func addBucket() throws(APIFailure) {
    buckets += 1
    guard buckets <= Self.maximumBuckets else {
      throw .bad(
        "Trying to create too many buckets. Must be less than or equal to: [\(Self.maximumBuckets)]; ask for less",
        type: "too_many_buckets_exception")
    }
  }
}

/// Looks at hits one by one and says something about all of them.
protocol Aggregator: AnyObject {
  /// Looks at a hit.
  ///
  /// - Throws: `APIFailure` when there are too many buckets.
  func add(_ hit: Hit) throws(APIFailure)

  /// What was found.
  func result() -> JSON
}
