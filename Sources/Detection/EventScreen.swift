public import CloudTrail
public import Events
import Query

/// Tells quickly whether a rule of a set wants to see an event at all. A screen serves one thread.
public final class EventScreen {
  private let matcher: Matcher
  private let records: RecordSource
  private var matched: [Int] = []

  /// A screen for the rules of a set.
  public init(rules: RuleSet, mapper: ECSMapper) {
    records = RecordSource(catalog: rules.program.catalog, mapper: mapper)
    matcher = rules.matcher(for: records)
  }

  /// Whether the query of a rule matches a CloudTrail record.
  ///
  /// - Parameters:
  ///   - bytes: The exact text of the record.
  ///   - slots: The scanner whose latest scan was of this record.
  /// - Returns: Whether a rule wants to see it.
  public func wants(record bytes: UnsafeBufferPointer<UInt8>, slots: SlotScanner) -> Bool {
    records.move(to: bytes, slots: slots)
    matched.removeAll(keepingCapacity: true)
    matcher.matches(records, into: &matched)
    return !matched.isEmpty
  }
}
