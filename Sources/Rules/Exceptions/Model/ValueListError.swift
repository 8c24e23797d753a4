/// What is wrong with a value list.
public struct ValueListError: Error, Sendable, Hashable {
  /// The number of the wrong value, counted from 0; nil when the whole list is meant.
  public let index: Int?
  /// What is wrong and what was expected.
  public let message: String
}
