import Events
import OrderedCollections

extension FieldReader {
  /// Refuses keys that are not among the known ones, and names those.
  func allowOnly(_ known: Set<String>) throws(FieldError) {
    guard let unknown = members.keys.first(where: { !known.contains($0) }) else { return }
    let hint = RuleKeys.nearest(to: unknown, in: known).map { ", did you mean \($0)?" } ?? ""
    let keys = known.sorted().joined(separator: ", ")
    throw FieldError(name(unknown), "is not a known key\(hint); the keys are \(keys)")
  }

  /// A point in time.
  func time(_ key: String) throws(FieldError) -> Timestamp? {
    guard let text = try string(key) else { return nil }
    guard let time = Timestamp(text) else {
      throw FieldError(name(key), "must be a time such as 2027-06-30T00:00:00Z, not \"\(text)\"")
    }
    return time
  }
}
