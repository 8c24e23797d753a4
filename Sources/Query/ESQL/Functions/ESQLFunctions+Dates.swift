import Events

extension ESQLFunctions {
  private static let date: Set<ESQLType> = [.date, .keyword]
  private static let span: Set<ESQLType> = [.duration, .period]

  static let dates: [ESQLFunction] = [
    ESQLFunction("now", 0...0, [], .date) { _, context in .date(context.now) },
    ESQLFunction("date_trunc", 2...2, [span.union([.keyword]), date], .date) { arguments, _ in
      guard let time = time(arguments[1]) else { return .null }
      let span = arguments[0].string.flatMap(TimeSpan.parse) ?? arguments[0]
      return time.truncated(to: span).map { .date($0) } ?? .null
    },
    ESQLFunction(
      "bucket", 2...2, [date.union(ESQLFunction.numbers), span.union(ESQLFunction.numbers)], nil, bucket),
    ESQLFunction("date_diff", 3...3, [ESQLFunction.texts, date], .long) { arguments, context in
      guard let unit = arguments[0].string, let first = time(arguments[1]), let last = time(arguments[2])
      else {
        return .null
      }
      guard let difference = Timestamp.difference(unit, first, last) else {
        context.warn("date_diff: unknown unit \"\(unit.prefix(30))\"; the result is null")
        return .null
      }
      return .long(difference)
    },
    ESQLFunction("date_extract", 2...2, [ESQLFunction.texts, date], .long) { arguments, context in
      guard let part = arguments[0].string, let time = time(arguments[1]) else { return .null }
      guard let value = time.part(part.lowercased()) else {
        context.warn("date_extract: unknown part \"\(part.prefix(30))\"; the result is null")
        return .null
      }
      return .long(value)
    },
    ESQLFunction("date_format", 1...2, [date], .keyword) { arguments, context in
      guard let time = time(arguments[arguments.count - 1]) else { return .null }
      guard arguments.count == 2 else { return .text(time.description) }
      guard let text = arguments[0].string.flatMap({ DatePattern.format($0, time) }) else {
        context.warn("date_format: the pattern has a letter that is not supported; the result is null")
        return .null
      }
      return .text(text)
    },
    ESQLFunction("date_parse", 1...2, [ESQLFunction.texts], .date) { arguments, context in
      guard let text = arguments[arguments.count - 1].string else { return .null }
      let time =
        arguments.count == 2 ? arguments[0].string.flatMap { DatePattern.parse($0, text) } : Timestamp(text)
      if time == nil { context.warn("date_parse: \"\(text.prefix(100))\" does not fit; the result is null") }
      return time.map { .date($0) } ?? .null
    },
  ]

  private static func time(_ value: Value) -> Timestamp? {
    switch value {
    case .date(let time): time
    case .text(let text): Timestamp(text)
    default: nil
    }
  }

  private static func bucket(_ arguments: [Value], _ context: ESQLContext) -> Value {
    if let time = time(arguments[0]) { return time.truncated(to: arguments[1]).map { .date($0) } ?? .null }
    guard let value = arguments[0].number, let size = arguments[1].number, size > 0 else { return .null }
    return .double((value / size).rounded(.down) * size)
  }
}
