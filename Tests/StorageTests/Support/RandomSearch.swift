import Events
import Foundation
import OrderedCollections
import Query
import TestSupport

/// Random expressions, documents and records over fields with and without columns, so that they often meet.
enum RandomSearch {
  private static let texts = [
    "a", "A", "ab", "b c", "", "true", "10.0.0.1", "10.0.0.9", "é", "e\u{301}", "aws.cloudtrail", "success",
    "failure",
    "-", "none", "\u{0}", String(repeating: "x", count: 600), String(repeating: "y", count: 1100), "null",
    "1",
  ]
  private static let fields = [
    "event.provider", "event.action", "event.outcome", "cloud.account.id", "cloud.region", "user.name",
    "source.ip",
    "aws.cloudtrail.user_identity.access_key_id", "aws.cloudtrail.error_code", "aws.cloudtrail.read_only",
    "event.dataset", "event.module", "data_stream.dataset", "aws.cloudtrail.user_identity.arn",
    // Without columns.
    "event.category", "user.id", "message",
  ]
  static let times = [
    "2026-10-13T23:59:59.999Z", "2026-10-14T00:00:00Z", "2026-10-14T00:00:00.0005Z",
    "2026-10-14T08:00:00.123456Z",
    "2026-10-15T00:00:00Z",
  ]

  // MARK: Expressions

  static func expression(_ random: inout SplitMix, depth: Int) -> Query.Expression {
    switch Int.random(in: 0..<(depth > 0 ? 10 : 5), using: &random) {
    case 0..<5: return test(&random)
    case 5, 6: return .and(parts(&random, depth))
    case 7, 8: return .or(parts(&random, depth))
    default:
      return Int.random(in: 0..<8, using: &random) == 0
        ? pick([.all, .none, .nested(path: "list", .test(field: "list.a", .exists))], &random)
        : .not(expression(&random, depth: depth - 1))
    }
  }

  private static func parts(_ random: inout SplitMix, _ depth: Int) -> [Query.Expression] {
    (0..<Int.random(in: 0..<4, using: &random)).map { _ in expression(&random, depth: depth - 1) }
  }

  private static func test(_ random: inout SplitMix) -> Query.Expression {
    switch Int.random(in: 0..<10, using: &random) {
    case 0:
      return .test(field: pick(["@timestamp", "event.ingested"], &random), .date(bounds(&random)))
    case 1:
      let low = IPAddress(pick(["10.0.0.0", "10.0.0.5"], &random)), high = IPAddress("10.0.0.255")
      guard let low, let high else { return .none }
      return .test(field: "source.ip", .ip(.closed(low, high)))
    case 2: return .test(field: pick(["@timestamp", "event.ingested", "source.ip"], &random), .exists)
    default: return .test(field: pick(fields, &random), text(&random))
    }
  }

  private static func bounds(_ random: inout SplitMix) -> Bounds<Timestamp> {
    func end(_ random: inout SplitMix) -> Bounds<Timestamp>.End? {
      guard Int.random(in: 0..<3, using: &random) > 0, let time = Timestamp(pick(times, &random)) else {
        return nil
      }
      let shift = pick([0, 0, 0, 1, -1, 1_000_000], &random)
      return .init(
        value: Timestamp(nanoseconds: time.nanoseconds + Int64(shift)), isInclusive: .random(using: &random))
    }
    return Bounds(lower: end(&random), upper: end(&random))
  }

  private static func text(_ random: inout SplitMix) -> Test {
    let ignoresCase = Int.random(in: 0..<4, using: &random) == 0
    switch Int.random(in: 0..<9, using: &random) {
    case 0: return .exists
    case 1:
      return .wildcard(
        Wildcard(pick(["*", "a*", "*b*", "?", "A?", "*x", "é"], &random)), ignoresCase: ignoresCase)
    case 2: return .terms([pick(texts, &random), pick(texts, &random)], ignoresCase: ignoresCase)
    case 3:
      return .text(
        Bounds(lower: .init(value: "a", isInclusive: true), upper: .init(value: "b", isInclusive: false)))
    case 4: return .regex(pick(["a.*", "[a-c ]+", ".*l.*"], &random), ignoresCase: ignoresCase)
    case 5: return .boolean(.random(using: &random))
    case 6: return .number(.exactly(1))
    default: return .term(pick(texts, &random), ignoresCase: ignoresCase)
    }
  }

  // MARK: Events

  static func document(_ random: inout SplitMix) -> JSON {
    var document: JSONObject = [:]
    for field in fields where Bool.random(using: &random) {
      if Int.random(in: 0..<12, using: &random) == 0 {
        document[field] = value(&random)
      } else {
        document.set(field, to: value(&random))
      }
    }
    switch Int.random(in: 0..<12, using: &random) {
    case 0: document["@timestamp"] = nil
    case 1: document["@timestamp"] = "1791964800000"
    case 2: document["@timestamp"] = [.string(pick(times, &random)), .string(pick(times, &random))]
    case 3: document["event.ingested"] = "2020-01-01"
    case 4: document["event"] = [["action": "a", "ingested": "2020-01-01"], ["action": "ab"]]
    case 5: document["event"] = "a"
    default: break
    }
    if Int.random(in: 0..<3, using: &random) > 0, document["@timestamp"] == nil {
      document["@timestamp"] = .string(pick(times, &random))
    }
    if Int.random(in: 0..<3, using: &random) == 0 { document["list"] = [["a": value(&random)]] }
    return .object(document)
  }

  static func record(_ random: inout SplitMix) -> JSON {
    var record: JSONObject = [:]
    var identity: JSONObject = [:]
    for key in [
      "eventSource", "eventName", "awsRegion", "sourceIPAddress", "errorCode", "errorMessage", "readOnly",
      "eventID",
      "recipientAccountId", "eventTime",
    ] where Int.random(in: 0..<4, using: &random) > 0 {
      record[key] = value(&random)
    }
    for key in ["type", "userName", "arn", "accountId", "accessKeyId", "principalId"]
    where Bool.random(using: &random) {
      identity[key] = value(&random)
    }
    if Int.random(in: 0..<5, using: &random) > 0 { record["eventTime"] = .string(pick(times, &random)) }
    if Int.random(in: 0..<5, using: &random) == 0 { identity["type"] = "AssumedRole" }
    if Int.random(in: 0..<6, using: &random) == 0 {
      record["eventName"] = pick(["ConsoleLogin", "UserAuthentication"], &random)
    }
    record["userIdentity"] = Int.random(in: 0..<10, using: &random) == 0 ? value(&random) : .object(identity)
    return .object(record)
  }

  private static func value(_ random: inout SplitMix) -> JSON {
    switch Int.random(in: 0..<12, using: &random) {
    case 0: .null
    case 1: .array((0..<Int.random(in: 0..<3, using: &random)).map { _ in scalar(&random) })
    case 2: ["a": scalar(&random)]
    default: scalar(&random)
    }
  }

  private static func scalar(_ random: inout SplitMix) -> JSON {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: .bool(.random(using: &random))
    case 1: pick([1, 1.5], &random)
    default: .string(pick(texts, &random))
    }
  }

  static func pick<T>(_ choices: [T], _ random: inout SplitMix) -> T {
    choices[Int.random(in: 0..<choices.count, using: &random)]
  }
}
