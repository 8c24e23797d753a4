import Events

/// An element of an answer: its name without prefix, its text and its children. Attributes are not kept: no answer that
/// is read here has any that matter.
public struct XMLNode: Sendable, Hashable {
  /// The name without a prefix.
  public let name: String
  /// The text directly inside the element.
  public internal(set) var text = ""
  /// The elements inside.
  public internal(set) var children: [XMLNode] = []

  init(name: String) {
    self.name = name
  }

  /// The first child of a name; nil when there is none.
  public subscript(name: String) -> XMLNode? { children.first { $0.name == name } }

  /// All children of a name.
  public func all(_ name: String) -> [XMLNode] { children.filter { $0.name == name } }

  /// The text of a child that must be there.
  func required(_ name: String) throws(AWSDecodingError) -> String {
    guard let child = self[name] else { throw AWSDecodingError("the answer lacks \(name)") }
    return child.text
  }

  /// The text of a child; nil when it is missing or empty.
  func optional(_ name: String) -> String? {
    guard let text = self[name]?.text, !text.isEmpty else { return nil }
    return text
  }

  /// The point in time that a child holds in ISO 8601.
  func time(_ name: String) -> Timestamp? { optional(name).flatMap { Timestamp($0) } }

  /// The elements of a list as the Query protocol writes it.
  func members(_ name: String) -> [XMLNode] { self[name]?.all("member") ?? [] }
}
