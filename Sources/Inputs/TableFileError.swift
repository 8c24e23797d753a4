/// Why a table could not be read.
public struct TableFileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// The line, counted from 1; nil when the whole file is meant.
  public let line: Int?
  /// What is wrong.
  public let message: String

  init(path: String, line: Int? = nil, message: String) {
    self.path = path
    self.line = line
    self.message = message
  }

  /// File, line and message.
  public var description: String { line.map { "\(path):\($0): \(message)" } ?? "\(path): \(message)" }
}
