/// ARNs in which `*` stands for any text, also for none.
enum ARNPattern {
  /// Whether a text can match users or roles.
  static func isUsable(_ pattern: String) -> Bool {
    let parts = pattern.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", parts[2] == "iam" else { return false }
    return ["user/", "role/", "*"].contains { parts[5].hasPrefix($0) }
  }

  /// Whether a pattern matches an ARN, letter by letter.
  static func matches(_ pattern: String, _ arn: String) -> Bool {
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard parts.count > 1, let first = parts.first, let last = parts.last else { return pattern == arn }
    guard arn.utf8.count >= first.utf8.count + last.utf8.count, arn.hasPrefix(first), arn.hasSuffix(last)
    else {
      return false
    }
    // Between the ends, taking each part where it first occurs finds a match when there is one.
    var rest = arn.dropFirst(first.count).dropLast(last.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let range = rest.firstRange(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return true
  }
}
