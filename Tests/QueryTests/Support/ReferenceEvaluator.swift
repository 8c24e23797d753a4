import Events
import Query

/// The plainest reading of an expression over plain JSON, to compare the compiled program with. Names are split at
/// dots; keys with dots do not occur in its documents.
struct ReferenceEvaluator {
  let types: FieldTypes

  func matches(_ expression: Expression, _ document: JSON, below prefix: String = "") -> Bool {
    switch expression {
    case .all: return true
    case .none: return false
    case .and(let parts): return parts.allSatisfy { matches($0, document, below: prefix) }
    case .or(let parts): return parts.contains { matches($0, document, below: prefix) }
    case .not(let part): return !matches(part, document, below: prefix)
    case .nested(let path, let inner):
      return objects(document, path, prefix).contains { matches(inner, $0, below: path) }
    case .anyField, .computed: return false
    case .test(let field, let test):
      return scalars(document, steps(field, prefix)).contains { passes(test, $0, field) }
    }
  }

  private func steps(_ path: String, _ prefix: String) -> [String] {
    let relative = prefix.isEmpty ? path : String(path.dropFirst(prefix.count + 1))
    return relative.split(separator: ".").map(String.init)
  }

  private func scalars(_ value: JSON, _ path: [String]) -> [JSON] {
    switch value {
    case .null: return []
    case .array(let elements): return elements.flatMap { scalars($0, path) }
    case .object:
      guard let first = path.first, let member = value[first] else { return [] }
      return scalars(member, Array(path.dropFirst()))
    case .bool, .number, .string: return path.isEmpty ? [value] : []
    }
  }

  private func objects(_ value: JSON, _ path: String, _ prefix: String) -> [JSON] {
    func find(_ value: JSON, _ rest: [String]) -> [JSON] {
      if let elements = value.array { return elements.flatMap { find($0, rest) } }
      guard value.object != nil else { return [] }
      guard let first = rest.first else { return [value] }
      return value[first].map { find($0, Array(rest.dropFirst())) } ?? []
    }
    return find(value, steps(path, prefix))
  }

  private func text(_ value: JSON) -> String {
    switch value {
    case .string(let text): text
    case .number(let number): number.text
    case .bool(let flag): "\(flag)"
    case .null, .array, .object: ""
    }
  }

  private func passes(_ test: Test, _ value: JSON, _ field: String) -> Bool {
    let text = text(value)
    if let limit = types.ignoreAbove(of: field), text.utf16.count > limit { return false }
    switch test {
    case .exists: return true
    case .term(let wanted, let ignoresCase): return same(wanted, text, ignoresCase)
    case .terms(let wanted, let ignoresCase): return wanted.contains { same($0, text, ignoresCase) }
    case .wildcard(let wildcard, let ignoresCase):
      return NaiveWildcard.matches(wildcard, text, ignoresCase: ignoresCase)
    case .number(let bounds):
      guard value.bool == nil, let number = Double(text) else { return false }
      return bounds.contains(types.type(of: field) == .long ? number.rounded(.towardZero) : number)
    case .boolean(let flag): return text == "\(flag)"
    case .ipSet(let set): return IPAddress(text).map(set.contains) ?? false
    case .version(let bounds): return bounds.contains(Version(text))
    case .regex(let pattern, let ignoresCase):
      return (try? LuceneRegex(pattern, ignoresCase: ignoresCase))?.matches(text) ?? false
    case .ip(let bounds): return IPAddress(text).map(bounds.contains) ?? false
    case .date(let bounds):
      // A whole number is milliseconds since the epoch.
      let time = Int64(text).flatMap { Timestamp(milliseconds: $0) } ?? Timestamp(text)
      return time.map(bounds.contains) ?? false
    case .text(let bounds): return bounds.contains(text)
    case .anyToken(let tokens): return words(text).contains { tokens.contains($0) }
    case .tokenPattern(let pattern):
      return words(text).contains { NaiveWildcard.matches(pattern, $0, ignoresCase: false) }
    case .phrase(let tokens):
      return (" " + words(text).joined(separator: " ") + " ")
        .contains(" " + tokens.joined(separator: " ") + " ")
    }
  }

  private func same(_ left: String, _ right: String, _ ignoresCase: Bool) -> Bool {
    ignoresCase
      ? NaiveWildcard.folded(left) == NaiveWildcard.folded(right) : Array(left.utf8) == Array(right.utf8)
  }

  /// The words of the ASCII texts that the random documents hold.
  private func words(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
