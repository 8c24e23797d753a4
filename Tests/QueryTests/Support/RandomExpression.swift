import Events
import Query
import TestSupport

/// Random expressions and documents over a few fields of different types, so that they often meet.
enum RandomExpression {
  private static let texts = [
    "a", "A", "ab", "b c", "", "1", "1.5", "true", "10.0.0.1", "2026-01-01", "é", "quick fox",
  ]
  private static let keywordFields = [
    "event.action", "event.provider", "user.name", "process.command_line", "event.category",
  ]

  static func expression(_ random: inout SplitMix, depth: Int, below path: String = "") -> Expression {
    switch random.below(depth > 0 ? 10 : 4) {
    case 0..<4: return test(&random, path)
    case 4, 5:
      return .and((0..<random.below(4)).map { _ in expression(&random, depth: depth - 1, below: path) })
    case 6, 7:
      return .or((0..<random.below(4)).map { _ in expression(&random, depth: depth - 1, below: path) })
    case 8: return .not(expression(&random, depth: depth - 1, below: path))
    default:
      guard random.below(3) == 0 else { return random.pick([.all, .none]) }
      let inner = path.isEmpty ? "list" : "\(path).list"
      return .nested(path: inner, expression(&random, depth: depth - 1, below: inner))
    }
  }

  private static func test(_ random: inout SplitMix, _ path: String) -> Expression {
    if !path.isEmpty { return .test(field: "\(path).\(random.pick(["a", "b"]))", text(&random)) }
    switch random.below(8) {
    case 0:
      return .test(
        field: "source.port", .number(range(random.pick([1.0, 1.5, 2]), random.pick([1.5, 2, 3]), &random)))
    case 1: return .test(field: "process.interactive", .boolean(Bool.random(using: &random)))
    case 2: return .test(field: "source.ip", .ip(addresses(random.pick(["10.0.0.0/8", "10.0.0.1", "::/0"]))))
    case 3: return .test(field: "@timestamp", .date(range(times[0], times[random.below(2)], &random)))
    case 4:
      return .test(
        field: "message",
        random.pick([
          .anyToken(["a", "b"]), .phrase(["b", "c"]), .phrase(["quick", "fox"]),
          .tokenPattern(Wildcard("q*")),
        ]))
    default: return .test(field: random.pick(keywordFields), text(&random))
    }
  }

  private static let times = ["2026-01-01", "2026-06-01"].compactMap { Timestamp($0) }

  private static func addresses(_ text: String) -> Bounds<IPAddress> {
    IPNetwork(text).map { .closed($0.first, $0.last) } ?? Bounds()
  }

  private static func text(_ random: inout SplitMix) -> Test {
    let ignoresCase = random.below(3) == 0
    switch random.below(6) {
    case 0: return .exists
    case 1:
      return .wildcard(Wildcard(random.pick(["*", "a*", "*b*", "?", "A?", "*c"])), ignoresCase: ignoresCase)
    case 2: return .terms([random.pick(texts), random.pick(texts)], ignoresCase: ignoresCase)
    case 3: return .text(range("a", random.pick(["a", "b", "z"]), &random))
    default: return .term(random.pick(texts), ignoresCase: ignoresCase)
    }
  }

  private static func range<Value>(_ low: Value, _ high: Value, _ random: inout SplitMix) -> Bounds<Value> {
    Bounds(
      lower: random.below(3) == 0 ? nil : .init(value: low, isInclusive: Bool.random(using: &random)),
      upper: random.below(3) == 0 ? nil : .init(value: high, isInclusive: Bool.random(using: &random)))
  }

  static func document(_ random: inout SplitMix) -> JSON {
    var members: [(String, JSON)] = []
    for (outer, inner) in [
      ("event", ["action", "provider", "category"]), ("user", ["name"]),
      ("process", ["command_line", "interactive"]),
      ("source", ["ip", "port"]),
    ] {
      members.append((outer, object(inner.map { ($0, value(&random)) })))
    }
    members.append(("message", value(&random)))
    members.append(("@timestamp", value(&random)))
    members.append(("list", list(&random, depth: 2)))
    return object(members)
  }

  private static func object(_ members: [(String, JSON)]) -> JSON {
    members.reduce(into: [:] as JSON) { $0 = merged($0, $1) }
  }

  private static func merged(_ object: JSON, _ member: (String, JSON)) -> JSON {
    guard var members = object.object else { return object }
    members.set(member.0.replacing(".", with: "_"), to: member.1)
    return .object(members)
  }

  private static func list(_ random: inout SplitMix, depth: Int) -> JSON {
    .array(
      (0..<random.below(3)).map { _ in
        var members = [("a", value(&random)), ("b", value(&random))]
        if depth > 0 { members.append(("list", list(&random, depth: depth - 1))) }
        return object(members)
      })
  }

  private static func value(_ random: inout SplitMix) -> JSON {
    switch random.below(9) {
    case 0: .null
    case 1: .array((0..<random.below(4)).map { _ in scalar(&random) })
    default: scalar(&random)
    }
  }

  private static func scalar(_ random: inout SplitMix) -> JSON {
    switch random.below(6) {
    case 0: .bool(Bool.random(using: &random))
    case 1: random.pick([1, 2, 1.5])
    default: .string(random.pick(texts))
    }
  }
}
