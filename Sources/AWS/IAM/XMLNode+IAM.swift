import Foundation

/// What answers of IAM have in common.
extension XMLNode {
  /// The token of the next page; nil on the last one.
  var nextMarker: String? { optional("IsTruncated") == "true" ? optional("Marker") : nil }

  /// A policy document, which IAM percent-encodes.
  func document(_ name: String) throws(AWSDecodingError) -> String {
    let text = try required(name)
    return text.removingPercentEncoding ?? text
  }

  /// Tags by key.
  func tags() throws(AWSDecodingError) -> [String: String] {
    var tags: [String: String] = [:]
    for entry in members("Tags") { tags[try entry.required("Key")] = entry.optional("Value") ?? "" }
    return tags
  }

  /// An element that must be there.
  static func child(_ name: String, of result: XMLNode?) throws(AWSDecodingError) -> XMLNode {
    guard let child = result?[name] else { throw AWSDecodingError("the answer lacks \(name)") }
    return child
  }
}
