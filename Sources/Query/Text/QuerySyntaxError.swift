/// Why a text is no query, and where.
public struct QuerySyntaxError: Error, Sendable, Hashable {
  /// What was found and what was expected.
  public let message: String
  /// The line, counted from 1.
  public let line: Int
  /// The column in characters, counted from 1.
  public let column: Int
  /// The text of the line.
  public let lineText: String

  init(_ message: String, in text: [Unicode.Scalar], at offset: Int) {
    let start = text[..<offset].lastIndex(of: "\n").map { $0 + 1 } ?? 0
    let end = text[offset...].firstIndex(of: "\n") ?? text.count
    var line = String.UnicodeScalarView()
    line.append(contentsOf: text[start..<end])
    self.message = message
    self.line = text[..<offset].count { $0 == "\n" } + 1
    column = offset - start + 1
    lineText = String(line)
  }
}

extension QuerySyntaxError: CustomStringConvertible {
  /// The message with its place.
  public var description: String { "line \(line), column \(column): \(message)" }

  /// The message with its place, the line and a caret under the column.
  public var excerpt: String {
    "\(description)\n  \(lineText)\n  \(String(repeating: " ", count: column - 1))^"
  }
}
