import Events
import OrderedCollections

/// The steps of a plain JSON path: names and places in lists.
enum JSONPathSteps {
  enum Step {
    case name(String)
    case place(Int)
  }

  /// Reads `$.a.b[0]['c']` or `a.b`; nil when the path has something else.
  static func read(_ path: String) -> [Step]? {
    var rest = path[...]
    if rest.hasPrefix("$") { rest = rest.dropFirst() }
    if rest.hasPrefix(".") { rest = rest.dropFirst() }
    var steps: [Step] = []
    while !rest.isEmpty {
      if rest.hasPrefix("[") {
        guard let end = rest.firstIndex(of: "]") else { return nil }
        let inner = rest[rest.index(after: rest.startIndex)..<end]
        if let place = Int(inner) {
          steps.append(.place(place))
        } else if inner.count >= 2, let quote = inner.first, quote == "'" || quote == "\"",
          inner.last == quote
        {
          steps.append(.name(String(inner.dropFirst().dropLast())))
        } else {
          return nil
        }
        rest = rest[rest.index(after: end)...]
      } else {
        let name = rest.prefix { $0 != "." && $0 != "[" }
        guard !name.isEmpty, !name.contains("*") else { return nil }
        steps.append(.name(String(name)))
        rest = rest.dropFirst(name.count)
      }
      if rest.hasPrefix(".") { rest = rest.dropFirst() }
    }
    return steps
  }

  /// The value at the end of the steps; names may be keys with dots.
  static func follow(_ steps: ArraySlice<Step>, from value: JSON) -> JSON? {
    guard let first = steps.first else { return value }
    switch first {
    case .place(let place):
      guard let list = value.array, list.indices.contains(place) else { return nil }
      return follow(steps.dropFirst(), from: list[place])
    case .name(let name):
      guard let members = value.object else { return nil }
      if let member = members[name], let found = follow(steps.dropFirst(), from: member) { return found }
      guard case .name(let next)? = steps.dropFirst().first else { return nil }
      return follow([.name("\(name).\(next)")] + steps.dropFirst(2), from: value)
    }
  }
}
