import Events

extension ESQLFunctions {
  static let patterns: [ESQLFunction] = [
    ESQLFunction("like", 2...1000, [ESQLFunction.texts], .boolean) { arguments, _ in
      string(arguments[0]) { text in
        .boolean(
          arguments.dropFirst().contains { Wildcard($0.string ?? "").matches(text, ignoresCase: false) })
      }
    },
    ESQLFunction("rlike", 2...1000, [ESQLFunction.texts], .boolean) { arguments, context in
      string(arguments[0]) { text in
        .boolean(
          arguments.dropFirst().contains {
            PatternCache.lucene($0.string ?? "", context)?.matches(text) ?? false
          })
      }
    },
    ESQLFunction("replace", 3...3, [ESQLFunction.texts], .keyword, replace),
    ESQLFunction(
      "match", 2...3, [ESQLFunction.everything], .boolean, several: .take, propagatesNull: false, match),
  ]

  /// Replaces every fit of an expression; `$1` and `${name}` in the new text stand for groups.
  private static func replace(_ arguments: [Value], _ context: ESQLContext) -> Value {
    guard let text = arguments[0].string, let source = arguments[1].string, let new = arguments[2].string,
      let pattern = PatternCache.pattern(source, context)
    else { return .null }
    let scalars = Array(text.unicodeScalars)
    let template = Array(new.unicodeScalars)
    var result: [Unicode.Scalar] = []
    var position = 0
    var steps = Pattern.maximumSteps
    while position <= scalars.count,
      let match = pattern.firstMatch(in: scalars, from: position, steps: &steps)
    {
      result += scalars[position..<match.range.lowerBound]
      result += expanded(template, match, pattern, scalars)
      guard match.range.isEmpty else {
        position = match.range.upperBound
        continue
      }
      if match.range.upperBound < scalars.count { result.append(scalars[match.range.upperBound]) }
      position = match.range.upperBound + 1
    }
    guard steps > 0 else {
      context.warn("replace: a search took too many steps and was given up; the result is null")
      return .null
    }
    if position < scalars.count { result += scalars[position...] }
    return bounded(joined(result), context)
  }

  private static func expanded(
    _ template: [Unicode.Scalar], _ match: Pattern.Match, _ pattern: Pattern, _ text: [Unicode.Scalar]
  ) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var index = 0
    while index < template.count {
      let scalar = template[index]
      index += 1
      if scalar == "\\", index < template.count {
        result.append(template[index])
        index += 1
      } else if scalar == "$", index < template.count, let digit = digit(template[index]) {
        index += 1
        let range = digit == 0 ? match.range : digit <= match.groups.count ? match.groups[digit - 1] : nil
        if let range { result += text[range] }
      } else if scalar == "$", index < template.count, template[index] == "{",
        let end = template[index...].firstIndex(of: "}")
      {
        let name = joined(template[(index + 1)..<end])
        index = end + 1
        if let group = pattern.groupNames.firstIndex(of: name), let range = match.groups[group] {
          result += text[range]
        }
      } else {
        result.append(scalar)
      }
    }
    return result
  }

  private static func digit(_ scalar: Unicode.Scalar) -> Int? {
    ("0"..."9").contains(scalar) ? Int(scalar.value - 0x30) : nil
  }

  /// Full-text search in one field: a keyword must be equal, optionally up to some edits. A field without a value does not
  /// match.
  private static func match(_ arguments: [Value], _ context: ESQLContext) -> Value {
    let wanted = arguments[1]
    let edits = arguments.count > 2 ? fuzziness(arguments[2]) : 0
    return .boolean(
      arguments[0].all.contains { value in
        guard let text = value.string, let query = wanted.string else {
          return order(value, wanted) == .some(0)
        }
        if text == query { return true }
        return edits > 0 && EditDistance.isAtMost(edits, text, query)
      })
  }

  private static func fuzziness(_ options: Value) -> Int {
    guard case .list(let values) = options, let place = values.firstIndex(of: .text("fuzziness")),
      place + 1 < values.count
    else { return 0 }
    return values[place + 1].number.map { Int($0) } ?? 2
  }
}
