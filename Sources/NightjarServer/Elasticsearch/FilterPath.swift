import Events
import OrderedCollections

/// What of a response a client wants to see: the parameter `filter_path` of Elasticsearch's API.
///
/// Paths are separated by commas; `*` stands for any part of a name, `**` for any names in between, and a path that begins
/// with `-` takes away.
struct FilterPath: Sendable {
  /// So many paths are looked at.
  private static let maximumPaths = 50

  private let included: [[Substring]]
  private let excluded: [[Substring]]

  init(_ text: String?) {
    let paths = (text ?? "").split(separator: ",").prefix(Self.maximumPaths)
    included = paths.filter { !$0.hasPrefix("-") }.map { $0.split(separator: ".") }
    excluded = paths.filter { $0.hasPrefix("-") }.map { $0.dropFirst().split(separator: ".") }
  }

  /// What is left of a value.
  func apply(_ value: JSON) -> JSON {
    var value = value
    if !included.isEmpty { value = Self.keep(value, included.map { $0[...] }) ?? [:] }
    if !excluded.isEmpty { value = Self.drop(value, excluded.map { $0[...] }) }
    return value
  }

  private static func keep(_ value: JSON, _ paths: [ArraySlice<Substring>]) -> JSON? {
    if paths.contains(where: \.isEmpty) { return value }
    switch value {
    case .array(let elements):
      let kept = elements.compactMap { keep($0, paths) }
      return kept.isEmpty ? nil : .array(kept)
    case .object(let members):
      var kept: JSONObject = [:]
      for (key, member) in members {
        let rest = paths.flatMap { step($0, key) }
        if !rest.isEmpty, let value = keep(member, rest) { kept[key] = value }
      }
      return kept.isEmpty ? nil : .object(kept)
    default: return nil
    }
  }

  private static func drop(_ value: JSON, _ paths: [ArraySlice<Substring>]) -> JSON {
    switch value {
    case .array(let elements): return .array(elements.map { drop($0, paths) })
    case .object(let members):
      var kept: JSONObject = [:]
      for (key, member) in members {
        let rest = paths.flatMap { step($0, key) }
        if rest.contains(where: \.isEmpty) { continue }
        kept[key] = rest.isEmpty ? member : drop(member, rest)
      }
      return .object(kept)
    default: return value
    }
  }

  /// What is left of a path behind a key; `**` may stand for the key and for what follows.
  private static func step(_ path: ArraySlice<Substring>, _ key: String) -> [ArraySlice<Substring>] {
    guard let first = path.first else { return [] }
    if first == "**" { return [path] + step(path.dropFirst(), key) }
    return matches(Array(first.utf8)[...], Array(key.utf8)[...]) ? [path.dropFirst()] : []
  }

  private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
    var (p, t) = (pattern.startIndex, text.startIndex)
    var star: (p: Int, t: Int)?
    while t < text.endIndex {
      if p < pattern.endIndex, pattern[p] == UInt8(ascii: "*") {
        star = (p, t)
        p += 1
      } else if p < pattern.endIndex, pattern[p] == text[t] {
        p += 1
        t += 1
      } else if let mark = star {
        p = mark.p + 1
        t = mark.t + 1
        star = (mark.p, t)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
