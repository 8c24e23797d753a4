import Foundation

extension ESQLFunctions {
  private static let point: Set<ESQLType> = [.point]
  /// The mean radius of the earth in metres.
  private static let radius = 6_371_008.771_4

  static let places: [ESQLFunction] = [
    ESQLFunction("st_x", 1...1, [point], .double) { arguments, _ in
      place(arguments[0]).map { .double($0.x) } ?? .null
    },
    ESQLFunction("st_y", 1...1, [point], .double) { arguments, _ in
      place(arguments[0]).map { .double($0.y) } ?? .null
    },
    ESQLFunction("st_distance", 2...2, [point], .double) { arguments, _ in
      guard let a = place(arguments[0]), let b = place(arguments[1]) else { return .null }
      return .double(distance(a, b))
    },
  ]

  private static func place(_ value: Value) -> (x: Double, y: Double)? {
    switch value {
    case .point(let x, let y): return (x, y)
    case .text(let text):
      guard case .point(let x, let y)? = WellKnownText.point(text) else { return nil }
      return (x, y)
    default: return nil
    }
  }

  /// The length of the great circle between two places in metres, by the haversine formula.
  private static func distance(_ a: (x: Double, y: Double), _ b: (x: Double, y: Double)) -> Double {
    let degree = Double.pi / 180
    let (first, second) = (a.y * degree, b.y * degree)
    let (vertical, horizontal) = (sin((second - first) / 2), sin((b.x - a.x) * degree / 2))
    let h = vertical * vertical + cos(first) * cos(second) * horizontal * horizontal
    return 2 * radius * asin(min(1, h.squareRoot()))
  }
}
