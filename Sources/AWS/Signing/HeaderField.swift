/// One header of a request or a response.
public struct HeaderField: Sendable, Hashable {
  /// The name; case has no meaning.
  public let name: String
  /// The value.
  public let value: String

  /// A header.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

extension [HeaderField] {
  /// The value of the first header of a name, whatever its case; nil when there is none.
  public func first(_ name: String) -> String? {
    let name = name.lowercased()
    return first { $0.name.lowercased() == name }?.value
  }

  /// Replaces all headers of a name by one.
  mutating func replace(_ name: String, _ value: String) {
    let lower = name.lowercased()
    removeAll { $0.name.lowercased() == lower }
    append(HeaderField(name, value))
  }
}
