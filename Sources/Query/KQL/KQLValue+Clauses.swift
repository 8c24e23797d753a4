extension KQLValue {
  /// The alternatives of a pattern in a query string, which white space separates.
  ///
  /// Source: Elasticsearch reference, "Query string query": terms without an operator between them are joined by OR.
  var clauses: [KQLValue] {
    guard case .pattern(let parts) = self else { return [self] }
    var clauses: [[Part]] = [[]]
    for part in parts {
      guard case .text(let text) = part else {
        clauses[clauses.count - 1].append(.star)
        continue
      }
      let words = text.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: Self.separates)
      for (number, word) in words.enumerated() {
        if number > 0 { clauses.append([]) }
        if !word.isEmpty { clauses[clauses.count - 1].append(.text(String(word))) }
      }
    }
    return clauses.filter { !$0.isEmpty }.map { parts in
      parts.contains(.star) ? .pattern(parts) : .plain(parts.map(\.text).joined())
    }
  }

  /// White space in the grammar of Lucene's query parser.
  private static func separates(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" || scalar == "\u{3000}"
  }

  /// The pattern in lower case, where its field is analysed.
  func lowercased(_ isAnalysed: Bool) -> KQLValue {
    guard isAnalysed, case .pattern(let parts) = self else { return self }
    return .pattern(
      parts.map { part in
        guard case .text(let text) = part else { return part }
        return .text(text.lowercased())
      })
  }
}

extension KQLValue.Part {
  fileprivate var text: String {
    switch self {
    case .text(let text): text
    case .star: "*"
    }
  }
}
