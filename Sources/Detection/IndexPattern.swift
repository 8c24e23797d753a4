/// Index patterns as Elasticsearch reads them: `*` stands for any text, and a leading `-` takes out what patterns before
/// it put in.
enum IndexPattern {
  static func matches(_ patterns: [String], _ index: String) -> Bool {
    var included = false
    for pattern in patterns.flatMap({ $0.split(separator: ",") }) {
      // A cluster name in front (`cluster:index`) says where an index lies, not which it is.
      let name = pattern.split(separator: ":").last.map(String.init) ?? ""
      if name.hasPrefix("-") {
        if matches(name.dropFirst(), index[...]) { included = false }
      } else if matches(name[...], index[...]) {
        included = true
      }
    }
    return included
  }

  private static func matches(_ pattern: Substring, _ text: Substring) -> Bool {
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard parts.count > 1, let first = parts.first, let last = parts.last else { return pattern == text }
    guard text.hasPrefix(first) else { return false }
    var rest = text.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let range = rest.firstRange(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return rest.hasSuffix(last)
  }
}
