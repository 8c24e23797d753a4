import Events

extension ESQLFunctions {
  private static let all = ESQLFunction.everything

  static let conversions: [ESQLFunction] = [
    ESQLFunction("to_string", 1...1, [all], .keyword, several: .each) { arguments, _ in
      arguments[0].printed.map { .text($0) } ?? .null
    },
    conversion("to_long", .long) { toLong($0) },
    conversion("to_integer", .long) { value in
      guard case .long(let number) = toLong(value), Int32(exactly: number) != nil else { return nil }
      return .long(number)
    },
    conversion("to_double", .double) { value in
      switch value {
      case .boolean(let flag): .double(flag ? 1 : 0)
      case .text(let text): Double(text).map { .double($0) }
      case .date(let time): .double(Double(time.milliseconds))
      default: value.number.map { .double($0) }
      }
    },
    conversion("to_boolean", .boolean) { value in
      switch value {
      case .boolean: value
      case .text(let text): .boolean(text.lowercased() == "true")
      default: value.number.map { .boolean($0 != 0) }
      }
    },
    conversion("to_datetime", .date) { value in
      switch value {
      case .date: value
      case .text(let text): Timestamp(text).map { .date($0) }
      default:
        value.number.flatMap { Int64(exactly: $0.rounded(.towardZero)) }
          .flatMap { Timestamp(milliseconds: $0) }.map { .date($0) }
      }
    },
    conversion("to_ip", .ip) { value in
      switch value {
      case .ip: value
      default: value.string.flatMap { IPAddress($0) }.map { .ip($0) }
      }
    },
    conversion("to_version", .version) { value in
      switch value {
      case .version: value
      default: value.string.map { .version(Version($0)) }
      }
    },
    conversion("to_geopoint", .point) { value in
      switch value {
      case .point: value
      default: value.string.flatMap(WellKnownText.point)
      }
    },
    conversion("to_timeduration", .duration) { value in
      switch value {
      case .duration: value
      default: value.string.flatMap(TimeSpan.parse)
      }
    },
    conversion("to_dateperiod", .period) { value in
      switch value {
      case .period: value
      default: value.string.flatMap(TimeSpan.parse)
      }
    },
    conversion("to_degrees", .double) { $0.number.map { .double($0 * 180 / .pi) } },
    conversion("to_radians", .double) { $0.number.map { .double($0 * .pi / 180) } },
  ]

  /// A value that cannot be converted is null, with a warning.
  private static func conversion(
    _ name: String, _ type: ESQLType, _ body: @escaping @Sendable (Value) -> Value?
  ) -> ESQLFunction {
    ESQLFunction(name, 1...1, [all], type, several: .each) { arguments, context in
      if let value = body(arguments[0]) { return value }
      context.warn(
        "\(name): \"\((arguments[0].printed ?? "").prefix(100))\" cannot be converted; the result is null")
      return .null
    }
  }

  /// Numbers are rounded half up, away from zero.
  private static func toLong(_ value: Value) -> Value? {
    switch value {
    case .long: return value
    case .double(let number):
      return Int64(exactly: number.rounded(.toNearestOrAwayFromZero)).map { .long($0) }
    case .boolean(let flag): return .long(flag ? 1 : 0)
    case .date(let time): return .long(time.milliseconds)
    case .text(let text):
      if let number = Int64(text) { return .long(number) }
      return Double(text).flatMap { Int64(exactly: $0.rounded(.toNearestOrAwayFromZero)) }.map { .long($0) }
    default: return nil
    }
  }
}
