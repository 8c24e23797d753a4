/// A word of an EQL or ES|QL query.
enum QueryToken: Equatable {
  case identifier(String)
  /// An identifier in backquotes; never a keyword.
  case quotedIdentifier(String)
  case string(String)
  case integer(Int64)
  case decimal(Double)
  case symbol(String)
  case end

  /// The word as messages name it.
  var name: String {
    switch self {
    case .identifier(let text), .symbol(let text): "\"\(text)\""
    case .quotedIdentifier(let text): "`\(text)`"
    case .string: "a text"
    case .integer(let value): "\(value)"
    case .decimal(let value): "\(value)"
    case .end: "the end of the query"
    }
  }
}
