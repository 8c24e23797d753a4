/// What is wrong with a mapping file, or what of it has no effect.
public struct MappingProblem: Error, Sendable, Hashable {
  /// The file.
  public let path: String
  /// The complete path of the field; nil when the whole file is meant.
  public let field: String?
  /// What is wrong, or what happens.
  public let message: String

  /// A problem of a file or of one of its fields.
  public init(path: String, field: String? = nil, message: String) {
    self.path = path
    self.field = field
    self.message = message
  }
}

extension MappingProblem: CustomStringConvertible {
  /// File, field and message on one line, without control characters.
  public var description: String {
    Self.shown([path, field, message].compactMap(\.self).joined(separator: ": "), limit: 1000)
  }

  /// A text from a file as messages show it: on one line and not endless.
  static func shown(_ text: String, limit: Int = 200) -> String {
    let clean = String(
      String.UnicodeScalarView(
        text.unicodeScalars.prefix(limit).map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: "\u{FFFD}"
          default: scalar
          }
        }))
    return text.unicodeScalars.count > limit ? clean + "…" : clean
  }
}
