import Events
import Evidence
import Foundation
import OrderedCollections
import Rules
import TestSupport
import Testing

/// The whole investigation of the sample's story.
@Suite struct InvestigationTests {
  private static let name = "AWS Configuration Recorder Stopped"
  private static let logs = Sample.logs + "/AWSLogs"

  private func report(policies: Bool = false, exceptions: ExceptionSet = ExceptionSet()) throws -> CaseReport
  {
    let library = policies ? try PolicyLibrary(folder: Sample.policies) : nil
    return try #require(
      try Sample.report(Self.name, in: [Self.logs], policies: library, exceptions: exceptions))
  }

  private func finding(_ collector: String, _ report: CaseReport) throws -> Finding {
    try #require(report.findings.first { $0.collector == collector })
  }

  @Test func saysWhoDidItAndHowTheyCameToTheSession() throws {
    let who = try finding("principal", try report())
    #expect(who.answer.contains("Session aurelis-migration of role ops-maintenance"))
    #expect(
      who.answer.contains("AssumeRole of user vendor-aurelis with the long-term key AKIAEXAMPLEAURELIS01"))
    #expect(who.answer.contains("4 minutes 38 seconds old") && who.answer.contains("without MFA"))
    #expect(who.incomplete.isEmpty)
  }

  @Test func listsWhatChangedInFortySevenMinutesWithTheAttackersOwnMarked() throws {
    let report = try report()
    let window = try #require(report.windows.first)
    #expect(report.windows.count == 1 && window.window.seconds == 47 * 60 && !window.window.isOngoing)
    #expect(
      window.own.map(\.facts.action).sorted() == [
        "AuthorizeSecurityGroupIngress", "CreateAccessKey", "PutBucketPolicy", "RunInstances",
        "UpdateAssumeRolePolicy",
      ])
    #expect(window.own.allSatisfy { $0.likeness.words == ["principal", "session", "access key", "address"] })
    // What global services did is recorded in another region and counts all the same.
    #expect(window.own.filter { $0.facts.region == "us-east-1" }.count == 2)
    #expect(window.changes.contains { $0.facts.action.hasPrefix("UpdateFunctionCode") && !$0.likeness.isAny })
    #expect(!window.changes.contains { $0.facts.action == "PutRetentionPolicy" }, "it came after the window")
    #expect(window.reads.map(\.facts.action) == ["GetSecretValue"])
    #expect(try finding("blind_window", report).answer.contains("for 47 minutes"))
  }

  @Test func namesTheStatementThatAllowedIt() throws {
    let permissions = try finding("permissions", try report(policies: true))
    #expect(permissions.answer.contains("allowed by OperateConfigRecorders of policy maintenance"))
    let without = try finding("permissions", try report())
    #expect(without.incomplete.contains { $0.contains("--policies") })
  }

  @Test func seesTheRefusalBefore() throws {
    #expect(
      try finding("outcome", try report()).answer.contains(
        "vendor-aurelis was refused the same call 10 minutes"))
  }

  @Test func saysHowLittleHistoryThereIs() throws {
    let first = try finding("first_seen", try report())
    #expect(first.answer.contains("role ops-maintenance"))
    #expect(first.incomplete.contains { $0.contains("events begin at 2026-10-14 08:30:02 UTC") })
  }

  @Test func theSameInputGivesTheSameBytesWhateverTheThreadsAndTheMemory() throws {
    let rules = Sample.rules
    let alerts = Sample.alerts([Self.logs])
    let alert = try #require(alerts.first { AlertDocument($0).ruleName == Self.name })
    func make(_ limits: FileEvidenceSource.Limits) throws -> CaseReport {
      try Investigation(
        source: Sample.source([Self.logs], alerts: alerts, limits: limits), rules: rules
      ).report(on: alert)
    }
    let kept = try make(FileEvidenceSource.Limits())
    let read = try make(FileEvidenceSource.Limits(keptBytes: 1000))
    #expect(kept.markdown == (try make(FileEvidenceSource.Limits())).markdown)
    #expect(kept.markdown == read.markdown)
    #expect(JSON.object(kept.document) == .object(read.document))
  }

  @Test func everyStepOfEveryBuiltInRuleIsCarriedOut() throws {
    for rule in Sample.rules {
      let steps = rule.investigationSteps
      #expect(steps.count >= 10 && steps.allSatisfy { !$0.meaning.isEmpty }, "\(rule.name)")
      #expect(
        Set(steps.map(\.collector)).isSuperset(of: [.principal, .blindWindow, .permissions]), "\(rule.name)")
    }
    let report = try report(policies: true)
    #expect(report.findings.map(\.title).first == "Who did it" && report.findings.count == 11)
    #expect(!report.findings.contains { $0.answer.isEmpty || $0.answer.contains("could not be carried out") })
  }

  @Test func aChangeWindowThatIsOpenExplains() throws {
    let loaded = ExceptionLoader.read(
      toml: """
        [[exception]]
        name = "Maintenance on Wednesdays"
        rules = ["\(Self.name)"]
        query = 'user.name: "ops-maintenance"'
        owner = "platform"
        reason = "r"
        [[exception.window]]
        days = ["wed"]
        from = "09:00"
        to = "11:00"
        timezone = "UTC"
        """, path: "e.toml")
    #expect(loaded.problems.isEmpty, "\(loaded.problems)")
    let alerts = Sample.alerts([Self.logs])
    let alert = try #require(alerts.first { AlertDocument($0).ruleName == Self.name })
    var options = Investigation.Options()
    options.exceptions = loaded.set
    let report = try Investigation(
      source: Sample.source([Self.logs], alerts: alerts), rules: Sample.rules, options: options
    ).report(on: alert)
    #expect(try finding("change_window", report).answer.contains("\"Maintenance on Wednesdays\"") == false)
    #expect(
      try finding("change_window", report).answer.contains(
        "Maintenance on Wednesdays was open and is about this call"))
  }

  @Test func anAlertBringsItsOwnStepsWhenItsRuleIsNotLoaded() throws {
    let alerts = Sample.alerts([Self.logs])
    let alert = try #require(alerts.first { AlertDocument($0).ruleName == Self.name })
    let report = try Investigation(source: Sample.source([Self.logs], alerts: alerts), rules: []).report(
      on: alert)
    #expect(report.findings.count == 11 && report.findings.contains { $0.collector == "affected_control" })
  }

  @Test func whatAnAttackerWroteStaysText() throws {
    var log = Log()
    log.add(
      "10:00:00", "config", "StopConfigurationRecorder",
      request: #"{"configurationRecorderName":"x|y\n# pwned <script>alert(1)</script> [a](http://b)"}"#,
      user: "eve<img src=x>")
    let folder = try TemporaryFolder()
    let report = try #require(try Sample.report(Self.name, in: [try folder.write("a.json", log.text)]))
    // What stands in code is shown as it is; everything else has to be escaped.
    let markdown = report.markdown.replacing(/`[^`\n]*`/, with: "")
    #expect(
      markdown.contains("eve\\<img")
        && report.markdown.split(separator: "\n").allSatisfy { !$0.hasPrefix("# pwned") })
    #expect(!markdown.replacing("\\<", with: "").contains("<") && !markdown.contains("[a](http"))
  }

  @Test func anOngoingWindowIsLookedAtUntilNow() throws {
    var log = Log()
    log.add("10:00:00", "config", "StopConfigurationRecorder", request: "null")
    log.add("10:30:00", "iam", "CreateUser", request: #"{"userName":"x"}"#, user: "bob", region: "us-east-1")
    let folder = try TemporaryFolder()
    let path = try folder.write("a.json", log.text)
    let report = try #require(
      try Sample.report(Self.name, in: [path], now: try #require(Timestamp("2026-10-14T12:00:00Z"))))
    let window = try #require(report.windows.first)
    #expect(window.window.isOngoing && window.window.seconds == 7200 && window.changes.count == 1)
    #expect(
      window.changes[0].resources == [
        ResourceReference(type: "AWS::IAM::User", id: "arn:aws:iam::111122223333:user/x")
      ])
    #expect(window.changes[0].likeness.words == ["address"])
  }

  @Test func realLogsOfAttacksGiveReports() throws {
    guard let folder = SharedData.folder else {
      print("skipped: no ../shared/data")
      return
    }
    var count = 0
    for file in try SharedData.files(in: folder.appending(path: "cloudtrail/stratus"), suffix: ".json") {
      let alerts = Sample.alerts([file.path])
      let source = Sample.source([file.path], alerts: alerts)
      for alert in alerts {
        let report = try Investigation(source: source, rules: Sample.rules).report(on: alert)
        #expect(
          !report.findings.contains { $0.answer.isEmpty || $0.answer.contains("could not be carried out") })
        count += 1
      }
    }
    #expect(count >= 4)
  }
}
