/// A software version, ordered as Elasticsearch's `version` fields are: numbers by value, a pre-release before its
/// release, and texts that are no version behind all versions.
///
/// Source: Semantic Versioning 2.0.0, §11 (https://semver.org); Elasticsearch reference, "Version field type".
public struct Version: Sendable, Hashable, Comparable {
  /// The text as it was given.
  public let text: String
  private let numbers: [UInt64]?
  private let preRelease: [Substring]

  /// A version of any text.
  public init(_ text: String) {
    self.text = text
    let withoutBuild = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
    let parts = withoutBuild.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let pieces = (parts.first ?? "").split(separator: ".", omittingEmptySubsequences: false)
    let parsed = pieces.compactMap { $0.allSatisfy(\.isASCII) ? UInt64($0) : nil }
    numbers = parsed.count == pieces.count && !parsed.isEmpty ? parsed : nil
    preRelease = parts.count == 2 ? parts[1].split(separator: ".") : []
  }

  /// Whether the text is a version with at least two numbers.
  public var isValid: Bool { (numbers?.count ?? 0) >= 2 }

  /// Orders by precedence.
  public static func < (left: Version, right: Version) -> Bool {
    guard let first = left.numbers, let second = right.numbers else {
      if left.numbers == nil, right.numbers == nil { return left.text < right.text }
      return left.numbers != nil
    }
    for index in 0..<max(first.count, second.count) {
      let (a, b) = (index < first.count ? first[index] : 0, index < second.count ? second[index] : 0)
      if a != b { return a < b }
    }
    if left.preRelease.isEmpty || right.preRelease.isEmpty {
      return !left.preRelease.isEmpty && right.preRelease.isEmpty
    }
    for (a, b) in zip(left.preRelease, right.preRelease) where a != b { return precedes(a, b) }
    return left.preRelease.count < right.preRelease.count
  }

  private static func precedes(_ left: Substring, _ right: Substring) -> Bool {
    switch (UInt64(left), UInt64(right)) {
    case (let a?, let b?): a < b
    case (_?, nil): true
    case (nil, _?): false
    case (nil, nil): left < right
    }
  }
}
