import AWS
import Events
import OrderedCollections
import Rules
import TestSupport
import Testing

@testable import Notifications

/// What other systems get: exact documents, and what the schemas of these systems demand.
@Suite struct FormatTests {
  /// Alerts that are odd in every way.
  private static let odd: [JSONObject] = [
    [:], ["kibana.alert.uuid": "x"],
    Samples.alert(1, severity: "weird", name: String(repeating: "n", count: 5000)),
    Samples.alert(2, extra: ["kibana.alert.reason": " ", "kibana.alert.rule.threat": []]),
    Samples.alert(
      3,
      extra: [
        "aws": [
          "cloudtrail": [
            "resources": .array((0..<60).map { ["arn": .string("arn:aws:s3:::bucket-\($0)")] })
          ]
        ]
      ]), Samples.alert(4, extra: ["cloud": [:], "kibana.alert.original_time": "never"]),
  ]

  private var hub: SecurityHubSettings? {
    get throws {
      let settings = try NotificationSettings(sinks: [
        ["name": "h", "kind": "security_hub", "account": "111122223333", "region": "eu-west-1"]
      ])
      if case .securityHub(let hub)? = settings.sinks.first?.target { return hub }
      return nil
    }
  }

  /// Source: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html (required members, lengths)
  /// and https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_FindingProviderSeverity.html,
  /// https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Resource.html. With `FindingProviderFields` the
  /// service fills `Severity` and `Types`.
  private static let asff = Constraints(
    required: [
      "AwsAccountId", "CreatedAt", "Description", "GeneratorId", "Id", "ProductArn", "Resources[].Id",
      "Resources[].Type", "SchemaVersion", "Title", "UpdatedAt", "FindingProviderFields.Severity.Label",
      "FindingProviderFields.Types",
    ],
    choices: [
      "SchemaVersion": ["2018-10-08"], "RecordState": ["ACTIVE", "ARCHIVED"],
      "FindingProviderFields.Severity.Label": ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"],
      "Resources[].Partition": ["aws", "aws-cn", "aws-us-gov"],
    ],
    lengths: [
      "Title": 256, "Description": 1024, "Id": 512, "GeneratorId": 512, "ProductArn": 2048,
      "Resources[].Id": 512,
    ],
    members: [
      "SchemaVersion", "Id", "ProductArn", "ProductName", "CompanyName", "Region", "GeneratorId",
      "AwsAccountId",
      "Types", "FirstObservedAt", "LastObservedAt", "CreatedAt", "UpdatedAt", "Severity", "Confidence",
      "Criticality", "Title", "Description", "Remediation", "SourceUrl", "ProductFields", "UserDefinedFields",
      "Resources", "Compliance", "VerificationState", "Workflow", "RecordState", "RelatedFindings", "Note",
      "FindingProviderFields", "Sample", "Action",
    ])

  @Test func findingsForSecurityHub() throws {
    let hub = try #require(try hub)
    let now = try #require(Timestamp("2026-10-14T12:00:00Z"))
    let notice = Notice(kind: .alert, id: "alert-1", alert: Samples.alert())
    let finding = try #require(ASFFFinding.finding(notice, settings: hub, version: "1.0", now: now))
    #expect(
      JSONWriter.text(.object(finding))
        == """
        {"SchemaVersion":"2018-10-08","Id":"alert-1",\
        "ProductArn":"arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default",\
        "ProductName":"Default","CompanyName":"Nightjar","GeneratorId":"rule-1","AwsAccountId":"111122223333",\
        "CreatedAt":"2026-10-14T10:03:00.000Z","UpdatedAt":"2026-10-14T12:00:00.000Z","Title":"Config Stopped",\
        "Description":"mallory stopped the recorder",\
        "FindingProviderFields":{"Severity":{"Label":"HIGH"},"Types":["TTPs/Defense Evasion"]},\
        "Resources":[{"Type":"AwsAccount","Id":"AWS::::Account:111122223333","Partition":"aws","Region":"eu-west-1"}],\
        "RecordState":"ACTIVE",\
        "ProductFields":{"nightjar/alert":"alert-1","nightjar/version":"1.0","nightjar/risk_score":"73"},\
        "FirstObservedAt":"2026-10-14T10:02:11.000Z"}
        """)
    for alert in Self.odd + [Samples.alert()] where alert["kibana.alert.rule.rule_id"] != nil {
      for kind in [Notice.Kind.alert, .closed] {
        let notice = Notice(kind: kind, id: "x", alert: alert)
        let finding = try #require(ASFFFinding.finding(notice, settings: hub, version: "1.0", now: now))
        #expect(Self.asff.problems(.object(finding)) == [])
        #expect((finding["Resources"]?.array?.count ?? 99) <= 32)
      }
    }
    let digest = Notice(kind: .digest, id: "d", digest: NoticeDigest())
    #expect(ASFFFinding.finding(digest, settings: hub, version: "1.0", now: now) == nil)
  }

  /// Source: https://schema.ocsf.io/1.3.0/classes/detection_finding and the objects that it names.
  private static let ocsf = Constraints(
    required: [
      "activity_id", "category_uid", "class_uid", "finding_info.title", "finding_info.uid",
      "metadata.version",
      "metadata.product.vendor_name", "metadata.product.name", "severity_id", "time", "type_uid",
      "cloud.provider",
      "finding_info.analytic.type_id", "observables[].name", "observables[].type_id",
    ],
    choices: [
      "activity_id": [0, 1, 2, 3, 99], "category_uid": [2], "class_uid": [2004],
      "severity_id": [0, 1, 2, 3, 4, 5, 6, 99], "status_id": [0, 1, 2, 3, 4, 5, 6, 99],
      "type_uid": [200_400, 200_401, 200_402, 200_403, 200_499], "metadata.version": ["1.3.0"],
      "finding_info.analytic.type_id": [0, 1, 2, 3, 4, 5, 6, 7, 99],
    ])

  @Test func findingsOfOCSF() throws {
    let payload = Payload(version: "1.0")
    for (kind, activity, status) in [(Notice.Kind.alert, 1, 1), (.closed, 3, 4)] {
      let notice = Notice(kind: kind, id: "alert-1", alert: Samples.alert())
      let document = try JSONReader.read(payload.render(notice, .ocsf).bytes)
      #expect(Self.ocsf.problems(document) == [])
      #expect(document["activity_id"]?.integer == activity && document["status_id"]?.integer == status)
      #expect(document["type_uid"]?.integer == 200_400 + activity && document["time"] == 1_791_972_131_000)
      #expect(document[path: "finding_info.uid"] == "alert-1" && document["severity_id"] == 4)
    }
    #expect(
      JSONWriter.text(OCSFDetectionFinding.finding(Samples.alert(), version: "1.0"))
        == """
        {"activity_id":1,"activity_name":"Create","category_uid":2,"category_name":"Findings","class_uid":2004,\
        "class_name":"Detection Finding","type_uid":200401,"type_name":"Detection Finding: Create","severity_id":4,\
        "severity":"High","status_id":1,"status":"New","time":1791972131000,"message":"mallory stopped the recorder",\
        "risk_score":73,"metadata":{"version":"1.3.0","uid":"alert-1","original_time":"2026-10-14T10:02:11.000Z",\
        "profiles":["cloud"],"product":{"name":"Nightjar","vendor_name":"Nightjar","version":"1.0"}},\
        "finding_info":{"uid":"alert-1","title":"Config Stopped","created_time":1791972131000,\
        "analytic":{"type_id":1,"type":"Rule","uid":"rule-1","name":"Config Stopped"},"desc":"A recorder was stopped.",\
        "attacks":[{"tactic":{"uid":"TA0005","name":"Defense Evasion"},\
        "technique":{"uid":"T1562","name":"Impair Defenses"},\
        "sub_technique":{"uid":"T1562.008","name":"Disable or Modify Cloud Logs"}}]},\
        "cloud":{"provider":"AWS","account":{"uid":"111122223333","type_id":10,"type":"AWS Account"},"region":"eu-west-1"},\
        "evidences":[{"actor":{"user":{"name":"mallory","uid":"arn:aws:iam::111122223333:user/mallory"}},\
        "src_endpoint":{"ip":"198.51.100.7"},"api":{"operation":"StopConfigurationRecorder",\
        "service":{"name":"config.amazonaws.com"}}}],\
        "observables":[{"name":"evidences[].src_endpoint.ip","type_id":2,"type":"IP Address","value":"198.51.100.7"},\
        {"name":"evidences[].actor.user.name","type_id":4,"type":"User Name","value":"mallory"}]}
        """)
  }

  /// Source: https://developer.pagerduty.com/docs/events-api-v2/trigger-events/ (required members, lengths, severities).
  private static let pagerDuty = Constraints(
    required: [
      "routing_key", "event_action", "dedup_key", "payload.summary", "payload.source", "payload.severity",
    ],
    choices: [
      "event_action": ["trigger", "acknowledge", "resolve"],
      "payload.severity": ["critical", "error", "warning", "info"],
    ],
    lengths: ["payload.summary": 1024, "dedup_key": 255],
    members: [
      "routing_key", "event_action", "dedup_key", "payload", "client", "client_url", "images", "links",
    ])

  @Test func eventsOfPagerDuty() {
    var digest = NoticeDigest()
    digest.add(severity: "critical", rule: "r", at: Timestamp(nanoseconds: 0))
    let notices =
      Self.odd.filter { $0["kibana.alert.uuid"] != nil }.map { Notice(kind: .alert, id: "x", alert: $0) }
      + [Notice(kind: .digest, id: "digest/1", digest: digest), Notice(kind: .test, id: "test/1")]
    for notice in notices {
      let event = PagerDutyEvent.event(notice, routingKey: Secret("key"), version: "1.0")
      #expect(Self.pagerDuty.problems(event) == [])
    }
    let severities = ["critical", "high", "medium", "low"].map { severity in
      PagerDutyEvent.event(
        Notice(kind: .alert, id: "x", alert: Samples.alert(1, severity: severity)), routingKey: Secret("key"),
        version: "1.0")[path: "payload.severity"]?.string
    }
    #expect(severities == ["critical", "error", "warning", "info"])
  }

  @Test func theNativeForm() {
    let notice = Notice(kind: .alert, id: "alert-1", alert: ["kibana.alert.uuid": "alert-1"], held: 2)
    #expect(
      JSONWriter.text(Payload(version: "1.0").native(notice))
        == #"{"kind":"alert","id":"alert-1","text":"[] ","product":"nightjar","version":"1.0","#
        + #""alert":{"kibana.alert.uuid":"alert-1"},"held_back":2}"#)
  }

  @Test func digestsComeBackFromTheQueue() throws {
    var digest = NoticeDigest()
    for number in 0..<2000 {
      digest.add(
        severity: "low", rule: "rule \(number)", at: Timestamp(nanoseconds: Int64(number) * 1_000_000))
    }
    let copy = try #require(NoticeDigest(digest.json))
    #expect(copy == digest && copy.count == 2000 && copy.rules["other rules"] == 1000)
    #expect(copy.rules.values.reduce(0, +) == 2000)
    #expect(copy.topRules(1).map(\.name) == ["other rules"])
  }

  @Test func slackMessagesFit() {
    for alert in Self.odd {
      let message = SlackMessage.message(
        Notice(kind: .alert, id: "x", alert: alert), template: nil, version: "1.0")
      let blocks = message["blocks"]?.array ?? []
      #expect((blocks[0][path: "text.text"]?.string?.count ?? 999) <= 150)
      #expect((blocks[1][path: "text.text"]?.string?.count ?? 9999) <= 3000)
    }
  }
}
