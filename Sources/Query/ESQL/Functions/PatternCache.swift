import Synchronization

/// Regular expressions that were read before, so that a query reads each of its expressions once.
enum PatternCache {
  private struct Entries {
    var lucene: [String: LuceneRegex?] = [:]
    var patterns: [String: Pattern?] = [:]
  }

  private static let maximumEntries = 1000
  private static let entries = Mutex(Entries())

  /// An expression in Lucene's syntax; nil when it is wrong, with a warning.
  static func lucene(_ text: String, _ context: ESQLContext) -> LuceneRegex? {
    entries.withLock { entries in
      if let known = entries.lucene[text] { return known }
      if entries.lucene.count >= maximumEntries { entries.lucene.removeAll() }
      let regex = read(context) { () throws(RegexError) in try LuceneRegex(text, ignoresCase: false) }
      entries.lucene[text] = .some(regex)
      return regex
    }
  }

  /// An expression in the common syntax; nil when it is wrong, with a warning.
  static func pattern(_ text: String, _ context: ESQLContext) -> Pattern? {
    entries.withLock { entries in
      if let known = entries.patterns[text] { return known }
      if entries.patterns.count >= maximumEntries { entries.patterns.removeAll() }
      let pattern = read(context) { () throws(RegexError) in try Pattern(text) }
      entries.patterns[text] = .some(pattern)
      return pattern
    }
  }

  private static func read<Result>(_ context: ESQLContext, _ body: () throws(RegexError) -> Result) -> Result?
  {
    do {
      return try body()
    } catch {
      context.warn("\(error); the result is null")
      return nil
    }
  }
}
