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

  /// Whether patterns name only indices of other sources than CloudTrail: data streams of other data sets, alerts, and the
  /// indices of Elastic's other agents. What is not known to be another source may hold records.
  static func excludesCloudTrail(_ patterns: [String]) -> Bool {
    let all = patterns.flatMap { $0.split(separator: ",") }
    guard !all.isEmpty, !matches(patterns, EventIdentity.cloudTrailIndex) else { return false }
    return all.allSatisfy { pattern in
      let name = pattern.split(separator: ":").last ?? ""
      return others.contains { name.hasPrefix($0) }
    }
  }

  private static let others = [
    "-", ".alerts-", ".lists-", ".ml-", "apm-", "auditbeat-", "endgame-", "logs-", "metrics-", "packetbeat-",
    "traces-",
    "winlogbeat-",
  ]

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
