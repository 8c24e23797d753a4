import Events
import Query

/// A query that somebody typed: its meaning, or what is wrong with it and where.
struct QueryText {
  /// What is wrong.
  struct Problem: Error {
    /// What is wrong, with line and column where they are known.
    let text: String
    /// The line with a mark below the column; nil when the place is not known.
    let excerpt: String?

    /// What is wrong, of an error of a parser or compiler.
    init(_ error: any Error) {
      if let error = error as? QuerySyntaxError {
        text = "Line \(error.line), column \(error.column): \(error.message)"
        excerpt = error.excerpt
      } else {
        text = "\(error)"
        excerpt = nil
      }
    }

    /// What is wrong, in words.
    init(text: String) {
      self.text = text
      excerpt = nil
    }

    /// The values of the template `querybar`.
    var values: PageValues {
      var values: PageValues = ["problemText": text]
      if let excerpt { values["excerpt"] = excerpt }
      return values
    }
  }

  /// The meaning of a query in KQL.
  static func kql(_ text: String, types: FieldTypes, now: Timestamp) -> Result<Expression, Problem> {
    do {
      return .success(try KQLCompiler(types: types, now: now).compile(try KQLParser.parse(text)))
    } catch {
      return .failure(Problem(error))
    }
  }
}
