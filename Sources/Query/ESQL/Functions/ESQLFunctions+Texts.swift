import Foundation

extension ESQLFunctions {
  private static let text = ESQLFunction.texts
  private static let number: Set<ESQLType> = [.long]

  static let texts: [ESQLFunction] = [
    ESQLFunction("length", 1...1, [text], .long) { arguments, _ in
      string(arguments[0]) { .long(Int64($0.unicodeScalars.count)) }
    },
    ESQLFunction("byte_length", 1...1, [text], .long) { arguments, _ in
      string(arguments[0]) { .long(Int64($0.utf8.count)) }
    },
    ESQLFunction("bit_length", 1...1, [text], .long) { arguments, _ in
      string(arguments[0]) { .long(Int64($0.utf8.count * 8)) }
    },
    ESQLFunction("concat", 2...1000, [text], .keyword) { arguments, context in
      var result = ""
      for argument in arguments {
        guard let part = argument.string else { return .null }
        result += part
      }
      return bounded(result, context)
    },
    ESQLFunction("to_lower", 1...1, [text], .keyword, several: .each) { arguments, _ in
      string(arguments[0]) { .text($0.lowercased()) }
    },
    ESQLFunction("to_upper", 1...1, [text], .keyword, several: .each) { arguments, _ in
      string(arguments[0]) { .text($0.uppercased()) }
    },
    ESQLFunction("trim", 1...1, [text], .keyword) { arguments, _ in
      string(arguments[0]) { .text(trimmed($0, start: true, end: true)) }
    },
    ESQLFunction("ltrim", 1...1, [text], .keyword) { arguments, _ in
      string(arguments[0]) { .text(trimmed($0, start: true, end: false)) }
    },
    ESQLFunction("rtrim", 1...1, [text], .keyword) { arguments, _ in
      string(arguments[0]) { .text(trimmed($0, start: false, end: true)) }
    },
    ESQLFunction("starts_with", 2...2, [text], .boolean) { arguments, _ in
      pair(arguments) { .boolean($0.starts(with: $1)) }
    },
    ESQLFunction("ends_with", 2...2, [text], .boolean) { arguments, _ in
      pair(arguments) { .boolean($0.reversed().starts(with: $1.reversed())) }
    },
    ESQLFunction("contains", 2...2, [text], .boolean) { arguments, _ in
      pair(arguments) { .boolean(place(of: $1, in: $0, from: 0) != nil) }
    },
    ESQLFunction("locate", 2...3, [text, text, number], .long) { arguments, _ in
      let start = arguments.count > 2 ? arguments[2].number ?? 1 : 1
      return pair(arguments) { source, part in
        let from = max(0, min(Int(start) - 1, source.count))
        return .long(Int64((place(of: part, in: source, from: from) ?? -1) + 1))
      }
    },
    ESQLFunction("left", 2...2, [text, number], .keyword) { arguments, _ in
      counted(arguments) { .text(joined($0.prefix(max(0, $1)))) }
    },
    ESQLFunction("right", 2...2, [text, number], .keyword) { arguments, _ in
      counted(arguments) { .text(joined($0.suffix(max(0, $1)))) }
    },
    ESQLFunction("substring", 2...3, [text, number, number], .keyword, substring),
    ESQLFunction("repeat", 2...2, [text, number], .keyword) { arguments, context in
      guard let part = arguments[0].string, case .long(let count) = arguments[1], count >= 0 else {
        return .null
      }
      return repeated(part, count, context)
    },
    ESQLFunction("space", 1...1, [number], .keyword) { arguments, context in
      guard case .long(let count) = arguments[0], count >= 0 else { return .null }
      return repeated(" ", count, context)
    },
    ESQLFunction("reverse", 1...1, [text], .keyword) { arguments, _ in
      string(arguments[0]) { .text(String($0.reversed())) }
    },
    ESQLFunction("split", 2...2, [text, text], .keyword, split),
  ]

  /// A text may grow to this many bytes.
  static let maximumText = 1 << 20

  static func bounded(_ text: String, _ context: ESQLContext) -> Value {
    guard text.utf8.count <= maximumText else {
      context.warn("a text would have more than \(maximumText) bytes; the result is null")
      return .null
    }
    return .text(text)
  }

  private static func repeated(_ part: String, _ count: Int64, _ context: ESQLContext) -> Value {
    guard count * Int64(max(1, part.utf8.count)) <= Int64(maximumText), count <= Int64(maximumText) else {
      context.warn("a text would have more than \(maximumText) bytes; the result is null")
      return .null
    }
    return .text(String(repeating: part, count: Int(count)))
  }

  static func string(_ value: Value, _ body: (String) -> Value) -> Value {
    value.string.map(body) ?? .null
  }

  private static func pair(
    _ arguments: [Value], _ body: ([Unicode.Scalar], [Unicode.Scalar]) -> Value
  ) -> Value {
    guard let first = arguments[0].string, let second = arguments[1].string else { return .null }
    return body(Array(first.unicodeScalars), Array(second.unicodeScalars))
  }

  private static func counted(_ arguments: [Value], _ body: ([Unicode.Scalar], Int) -> Value) -> Value {
    guard let text = arguments[0].string, case .long(let count) = arguments[1] else { return .null }
    return body(Array(text.unicodeScalars), Int(clamping: count))
  }

  static func joined(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private static func place(of part: [Unicode.Scalar], in source: [Unicode.Scalar], from start: Int) -> Int? {
    guard start + part.count <= source.count else { return nil }
    return (start...source.count - part.count).first { source[$0..<$0 + part.count].elementsEqual(part) }
  }

  private static func trimmed(_ text: String, start: Bool, end: Bool) -> String {
    var scalars = text.unicodeScalars[...]
    if start { scalars = scalars.drop { $0.properties.isWhitespace } }
    while end, let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }

  /// Places are counted from 1, or from the end when negative.
  private static func substring(_ arguments: [Value], _ context: ESQLContext) -> Value {
    guard let text = arguments[0].string, case .long(let first) = arguments[1] else { return .null }
    let scalars = Array(text.unicodeScalars)
    let offset =
      first > 0 ? Int(clamping: first) - 1 : first < 0 ? max(0, scalars.count + Int(clamping: first)) : 0
    let rest = scalars.dropFirst(offset)
    guard arguments.count > 2 else { return .text(joined(rest)) }
    guard case .long(let length) = arguments[2], length >= 0 else {
      context.warn("substring: the length is negative; the result is null")
      return .null
    }
    return .text(joined(rest.prefix(Int(clamping: length))))
  }

  private static func split(_ arguments: [Value], _ context: ESQLContext) -> Value {
    guard let text = arguments[0].string, let separator = arguments[1].string, !separator.isEmpty else {
      return .null
    }
    return Value(several: text.components(separatedBy: separator).map { .text($0) })
  }
}
