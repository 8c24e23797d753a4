import Events
import OrderedCollections
import TestSupport

/// What happens to an engine, by chance: events that arrive late, unordered or from the future, pauses and restarts.
struct RandomLife {
  enum Step {
    case arrive([String])
    case wait(seconds: Int64)
    case runDue
    case restart
  }

  /// Makes an event by its number and its time.
  typealias Event = (_ number: Int, _ time: Timestamp, _ random: inout SplitMix) -> String

  static let start = Timestamp("2026-10-14T10:00:00Z") ?? Timestamp(nanoseconds: 0)

  private(set) var steps: [Step] = []

  /// A life.
  ///
  /// - Parameters:
  ///   - seed: The chance.
  ///   - hours: How long it lasts.
  ///   - pause: The times between two arrivals, in seconds.
  ///   - event: Makes an event.
  init(_ seed: UInt64, hours: Int64, pause: ClosedRange<Int64> = 20...400, event: Event) {
    var random = SplitMix(state: seed)
    var time: Int64 = 0
    var number = 0
    while time < hours * 3600 {
      let count = Int.random(in: 0...6, using: &random)
      steps.append(
        .arrive(
          (0..<count).map { _ in
            number += 1
            return event(number, Self.time(arrival: time, &random), &random)
          }))
      let pause =
        Int64.random(in: 0..<20, using: &random) == 0
        ? Int64.random(in: 600...4000, using: &random) : Int64.random(in: pause, using: &random)
      steps.append(.wait(seconds: pause))
      time += pause
      if Int.random(in: 0..<3, using: &random) > 0 {
        steps += [.runDue, .wait(seconds: 1)]
        time += 1
      }
      if Int.random(in: 0..<15, using: &random) == 0 { steps.append(.restart) }
    }
  }

  /// The time of an event: some time before it arrives, mostly a little, sometimes much; rarely it claims to lie ahead.
  private static func time(arrival: Int64, _ random: inout SplitMix) -> Timestamp {
    let delay: Int64 =
      switch Int.random(in: 0..<10, using: &random) {
      case 0: Int64.random(in: 1000...9000, using: &random)
      case 1: -Int64.random(in: 1...900, using: &random)
      default: Int64.random(in: 0...300, using: &random)
      }
    return Timestamp(nanoseconds: start.nanoseconds + (arrival - delay) * 1_000_000_000)
  }

  // MARK: Events

  /// Somebody does something somewhere.
  static func deed(_ number: Int, _ time: Timestamp, _ random: inout SplitMix) -> String {
    let users = ["ada", "bob", "eve", "mallory"]
    let actions = ["login", "login", "delete", "read"]
    return line(
      number, "logs-test",
      [
        "@timestamp": .string(time.description),
        "event": [
          "category": ["iam"], "action": .string(actions.randomElement(using: &random) ?? ""),
          "outcome": "success",
        ],
        "user": ["name": .string(users.randomElement(using: &random) ?? "ada")],
        "source": ["ip": .string(address(&random))],
      ])
  }

  /// Somebody does something, or, more rarely, an address becomes known as bad.
  static func deedOrIndicator(_ number: Int, _ time: Timestamp, _ random: inout SplitMix) -> String {
    guard Int.random(in: 0..<8, using: &random) == 0 else { return deed(number, time, &random) }
    // Indicators may be much older than the day they arrive.
    let isOld = Int.random(in: 0..<3, using: &random) == 0
    let age = isOld ? Int64.random(in: 0...10_000, using: &random) : 0
    let seen = Timestamp(nanoseconds: time.nanoseconds - age * 1_000_000_000)
    return line(
      number, Bool.random(using: &random) ? "logs-ti_test" : "logs-ti_other",
      [
        "@timestamp": .string(seen.description), "event": ["kind": "enrichment"],
        "threat": ["indicator": ["ip": .string(address(&random)), "type": "ipv4-addr"]],
      ])
  }

  /// A call fails; now and then in a rare way, and in some hours in many ways at once.
  static func failure(_ number: Int, _ time: Timestamp, _ random: inout SplitMix) -> String {
    let isOdd = Int.random(in: 0..<60, using: &random) == 0
    let messages = (time.nanoseconds / 3_600_000_000_000) % 7 == 0 ? 40 : 2
    let code = isOdd ? "Odd\(Int.random(in: 0..<6, using: &random))" : "AccessDenied"
    let message = "message \(Int.random(in: 0..<messages, using: &random))"
    let user = "arn:aws:iam::1:user/u\(Int.random(in: 0..<2, using: &random))"
    let action = Bool.random(using: &random) ? "GetObject" : "ListBuckets"
    return line(
      number, "logs-aws.cloudtrail-test",
      [
        "@timestamp": .string(time.description),
        "event": ["dataset": "aws.cloudtrail", "action": .string(isOdd ? "DeleteTrail" : action)],
        "aws": [
          "cloudtrail": [
            "error_code": .string(code), "error_message": .string(message),
            "user_identity": ["arn": .string(user)],
          ]
        ],
      ])
  }

  private static func address(_ random: inout SplitMix) -> String {
    "192.0.2.\(Int.random(in: 1...9, using: &random))"
  }

  private static func line(_ number: Int, _ index: String, _ document: JSON) -> String {
    JSONWriter.text(["_id": .string("e\(number)"), "_index": .string(index), "_source": document])
  }
}
