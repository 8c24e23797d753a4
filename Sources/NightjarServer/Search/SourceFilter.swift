import Events
import OrderedCollections
import Query

/// Which parts of a document a search shows: `_source`, `_source_includes` and `_source_excludes`.
struct SourceFilter: Sendable {
  /// Whether the source is shown at all.
  let isShown: Bool
  private let includes: [Wildcard]
  private let excludes: [Wildcard]

  static let everything = SourceFilter(isShown: true, includes: [], excludes: [])

  private init(isShown: Bool, includes: [String], excludes: [String]) {
    self.isShown = isShown
    self.includes = includes.map { Wildcard($0) }
    self.excludes = excludes.map { Wildcard($0) }
  }

  /// Reads the member `_source` of a search, or the parameters of its URL.
  ///
  /// - Throws: `APIFailure` when it is wrong.
  init(_ value: JSON?, parameters: FormBody) throws(APIFailure) {
    func list(_ text: String?) -> [String] { text?.split(separator: ",").map(String.init) ?? [] }
    let named = parameters["_source"]
    var includes = list(parameters["_source_includes"] ?? parameters["_source_include"])
    var excludes = list(parameters["_source_excludes"] ?? parameters["_source_exclude"])
    if let named, named != "true", named != "false" { includes += list(named) }
    switch value {
    case nil: break
    case .bool(let flag)?:
      self.init(isShown: flag, includes: includes, excludes: excludes)
      return
    case .string(let text)?: includes.append(text)
    case .array(let elements)?: includes += elements.compactMap(\.string)
    case .object(let members)?:
      if let unknown = members.keys.first(where: { !["includes", "include", "excludes", "exclude"].contains($0) }) {
        throw .bad("[_source] unknown field [\(unknown)]", type: "parsing_exception")
      }
      for (key, value) in members {
        let texts = value.array?.compactMap(\.string) ?? value.string.map { [$0] } ?? []
        if key.hasPrefix("in") { includes += texts } else { excludes += texts }
      }
    case .null?, .number?: throw .bad("[_source] must be a boolean, a pattern or a list of patterns")
    }
    self.init(isShown: named != "false", includes: includes, excludes: excludes)
  }

  /// What is shown of a document.
  func apply(_ document: JSONObject) -> JSONObject {
    guard !includes.isEmpty || !excludes.isEmpty else { return document }
    return filtered(document, "", isIncluded: includes.isEmpty) ?? [:]
  }

  private func filtered(_ members: JSONObject, _ path: String, isIncluded: Bool) -> JSONObject? {
    var kept: JSONObject = [:]
    for (key, value) in members {
      let name = path.isEmpty ? key : "\(path).\(key)"
      if excludes.contains(where: { $0.matches(name, ignoresCase: false) }) { continue }
      let isNamed = isIncluded || includes.contains { $0.matches(name, ignoresCase: false) }
      if let value = filtered(value, name, isNamed) { kept[key] = value }
    }
    return kept.isEmpty && !isIncluded ? nil : kept
  }

  private func filtered(_ value: JSON, _ path: String, _ isIncluded: Bool) -> JSON? {
    switch value {
    case .object(let members): return filtered(members, path, isIncluded: isIncluded).map { .object($0) }
    case .array(let elements) where elements.contains { $0.object != nil }:
      let kept = elements.compactMap { filtered($0, path, isIncluded) }
      return kept.isEmpty && !isIncluded ? nil : .array(kept)
    default: return isIncluded ? value : nil
    }
  }
}
