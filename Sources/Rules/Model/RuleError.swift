/// Something wrong in a rule file.
public struct RuleError: Error, Sendable, Hashable {
  /// The file.
  public let path: String
  /// The line, counted from 1; nil when the whole file is meant.
  public let line: Int?
  /// The field as a path from the top of the file, such as `rule.severity`; nil when none is meant.
  public let field: String?
  /// What is wrong and what was expected.
  public let message: String

  /// An error in a file.
  public init(path: String, line: Int? = nil, field: String? = nil, message: String) {
    self.path = path
    self.line = line
    self.field = field
    self.message = message
  }
}

extension RuleError: CustomStringConvertible {
  /// File, line, field and message.
  public var description: String {
    let place = line.map { "\(path):\($0)" } ?? path
    return field.map { "\(place): \($0): \(message)" } ?? "\(place): \(message)"
  }
}
