import CloudTrail
import Detection
import Events
import Evidence
import Foundation
import Inputs
import OrderedCollections
import Rules
import TestSupport

/// The sample of the repository, and small logs made for a test.
enum Sample {
  static let logs = SharedData.examples.appending(path: "cloudtrail").path
  static let policies = SharedData.examples.appending(path: "policies").path
  static let mapper = ECSMapper(options: ECSMapper.Options(ingested: Timestamp(nanoseconds: 0)))

  /// The built-in rules.
  static let rules = RuleLoader.builtin().rules

  /// The alerts of rules in files.
  static func alerts(_ paths: [String], rules: [Rule] = Sample.rules) -> [JSONObject] {
    let set = RuleSet(rules, now: Timestamp(nanoseconds: 0))
    let options = DetectorOptions(now: Timestamp(nanoseconds: 0), since: nil, until: nil)
    let result = ScanResult()
    _ = FileScan(list: FileList(paths: paths), threads: 1).run(
      makeHandler: { Detector(rules: set, mapper: mapper, options: options) }, finish: { result.add($0) },
      tick: { _ in true })
    result.conclude(rules: set, mapper: mapper, options: options)
    return result.alerts.map(\.document)
  }

  static func source(
    _ paths: [String], alerts: [JSONObject] = [], limits: FileEvidenceSource.Limits = .init()
  ) -> FileEvidenceSource {
    FileEvidenceSource(
      list: FileList(paths: paths), alerts: alerts, threads: 2, mapper: mapper, limits: limits)
  }

  /// The report on the alert of a rule.
  static func report(
    _ ruleName: String, in paths: [String], now: Timestamp? = nil, policies: PolicyLibrary? = nil,
    exceptions: ExceptionSet = ExceptionSet(), rules: [Rule] = Sample.rules
  ) throws -> CaseReport? {
    let alerts = alerts(paths, rules: rules)
    guard let alert = alerts.first(where: { AlertDocument($0).ruleName == ruleName }) else { return nil }
    var options = Investigation.Options()
    options.now = now
    options.policies = policies
    options.exceptions = exceptions
    return try Investigation(source: source(paths, alerts: alerts), rules: rules, options: options).report(
      on: alert)
  }
}

/// Makes CloudTrail records for tests.
struct Log {
  private(set) var lines: [String] = []

  /// Adds a call.
  mutating func add(
    _ clock: String, _ provider: String, _ action: String, request: String = "null",
    response: String = "null",
    user: String = "alice", account: String = "111122223333", region: String = "eu-central-1",
    readOnly: String = "false", error: String? = nil, management: String = "true", day: String = "2026-10-14"
  ) {
    let failure = error.map { "\"errorCode\":\"\($0)\"," } ?? ""
    lines.append(
      """
      {"eventVersion":"1.11","userIdentity":{"type":"IAMUser","principalId":"AIDA\(user)",\
      "arn":"arn:aws:iam::\(account):user/\(user)","accountId":"\(account)","accessKeyId":"AKIA\(user)","userName":"\(user)"},\
      "eventTime":"\(day)T\(clock)Z","eventSource":"\(provider).amazonaws.com","eventName":"\(action)","awsRegion":"\(region)",\
      "sourceIPAddress":"192.0.2.1","userAgent":"aws-cli/2",\(failure)"requestParameters":\(request),\
      "responseElements":\(response),"eventID":"e\(lines.count)","readOnly":\(readOnly),"eventType":"AwsApiCall",\
      "managementEvent":\(management),"recipientAccountId":"\(account)","eventCategory":"Management"}
      """)
  }

  var text: String { lines.joined(separator: "\n") + "\n" }

  /// The facts of all records, in their order.
  func facts() throws -> [EventFacts] {
    let folder = try TemporaryFolder()
    let path = try folder.write("log.json", text)
    let range = Timestamp(nanoseconds: 0)...Timestamp(nanoseconds: 4_000_000_000_000_000_000)
    let page = try Sample.source([path]).events(try EvidenceQuery("", in: range, limit: 10_000))
    return page.events.map { EventFacts($0) }
  }
}
