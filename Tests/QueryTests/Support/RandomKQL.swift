import Query
import TestSupport

/// Random queries of every form that the parser can produce.
enum RandomKQL {
  private static let words = [
    "a", "B", "or", "and", "not", "x and y", "x or", "not z", "NOT", "nothing", "a:b", "(", ")", "{}", "<5",
    "\"q\"", "\\",
    "\\n", "*", "a*b", "?", "1.5", "é", "😀", "a\tb", "a\nb", "a\u{A0}b", "tr ue", "\u{0}", "a  b", "-",
    "10.0.0.0/8",
  ]

  static func node(_ random: inout SplitMix, depth: Int) -> KQLNode {
    switch random.below(depth > 0 ? 9 : 5) {
    case 0: return .isValue(field: nil, value(&random))
    case 1, 2: return .isValue(field: field(&random), value(&random))
    case 3: return .range(field: field(&random), random.pick(KQLRange.allCases), literal(&random))
    case 4: return .list(field: field(&random), list(&random, depth: min(depth, 2)))
    case 5: return .not(node(&random, depth: depth - 1))
    case 6: return .nested(field: field(&random), node(&random, depth: depth - 1))
    case 7: return .and((0..<2 + random.below(2)).map { _ in node(&random, depth: depth - 1) })
    default: return .or((0..<2 + random.below(2)).map { _ in node(&random, depth: depth - 1) })
    }
  }

  private static func list(_ random: inout SplitMix, depth: Int) -> KQLNode {
    switch random.below(depth > 0 ? 4 : 1) {
    case 0: return .isValue(field: nil, value(&random))
    case 1: return .not(list(&random, depth: depth - 1))
    case 2: return .and([list(&random, depth: depth - 1), list(&random, depth: depth - 1)])
    default: return .or((0..<3).map { _ in list(&random, depth: depth - 1) })
    }
  }

  private static func field(_ random: inout SplitMix) -> KQLField {
    random.below(4) == 0
      ? .pattern([.text("f."), .star]) : random.below(3) == 0 ? literal(&random) : .plain("event.action")
  }

  private static func value(_ random: inout SplitMix) -> KQLValue {
    switch random.below(6) {
    case 0: .pattern([.star])
    case 1: .pattern([.text(random.pick(words)), .star, .text(random.pick(words))])
    case 2: .pattern([.star, .text(" " + random.pick(words) + " "), .star])
    default: literal(&random)
    }
  }

  private static func literal(_ random: inout SplitMix) -> KQLValue {
    switch random.below(8) {
    case 0: .bool(Bool.random(using: &random))
    case 1: .null
    case 2: .plain("")
    case 3, 4: .quoted(random.pick(words + ["", " ", " a ", "true", "null"]))
    default: .plain(random.pick(words))
    }
  }
}
