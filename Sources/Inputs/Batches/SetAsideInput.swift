/// Something that an input could not make anything of and gives up on: it is kept for people to look at.
public struct SetAsideInput: Sendable, Hashable {
  /// Where it comes from, for people.
  public let source: String
  /// Why it was set aside.
  public let reason: String
  /// The beginning of it, at most 4,096 bytes; empty when there is nothing to show.
  public let sample: String

  /// Something set aside.
  public init(source: String, reason: String, sample: String = "") {
    self.source = source
    self.reason = reason
    self.sample = String(decoding: sample.utf8.prefix(4096), as: UTF8.self)
  }
}
