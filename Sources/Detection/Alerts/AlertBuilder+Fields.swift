public import Events
public import OrderedCollections

extension AlertBuilder {
  /// An alert of something that no event stands for.
  ///
  /// - Parameters:
  ///   - fields: The fields that the alert shows.
  ///   - identity: What makes the alert another one than those of the same rule.
  ///   - reason: What happened, in a sentence.
  ///   - time: When it happened.
  /// - Returns: The alert document.
  public func document(fields: JSONObject, identity: [String], reason: String, time: Timestamp) -> JSONObject
  {
    let source = Source(
      origin: .document(fields), uuid: uuid(identity), ancestors: [],
      extra: ["kibana.alert.reason": .string(reason)], time: time)
    return alert(source).document
  }
}
