import AWS
import Events
import OrderedCollections
import TestSupport
import Testing

/// AWS Config, CloudTrail and GuardDuty: the controls that Nightjar turns on again. Each test has a region of its own.
@Suite struct ControlTests {
  @Test func aRecorderIsStoppedAndStarted() async throws {
    let region = "eu-west-1"
    let client = try await AWSClient.moto(region: region)
    #expect(try await client.send(DescribeConfigurationRecorders()).isEmpty)
    _ = try await MotoServer.shared().boto(
      """
      c = client("config", sys.argv[1])
      c.put_configuration_recorder(ConfigurationRecorder={"name": "default",
        "roleARN": "arn:aws:iam::123456789012:role/config",
        "recordingGroup": {"allSupported": False, "resourceTypes": ["AWS::EC2::Instance"]}})
      c.put_delivery_channel(DeliveryChannel={"name": "ch", "s3BucketName": "b", "s3KeyPrefix": "p",
        "configSnapshotDeliveryProperties": {"deliveryFrequency": "Six_Hours"}})
      c.start_configuration_recorder(ConfigurationRecorderName="default")
      """, arguments: [region])
    let before = try await client.response(to: DescribeConfigurationRecorders(recorderNames: ["default"]))
    let recorder = try #require(try client.decode(DescribeConfigurationRecorders(), before).first)
    #expect(recorder.name == "default" && recorder.roleARN == "arn:aws:iam::123456789012:role/config")
    #expect(recorder.recordingGroup?["resourceTypes"] == ["AWS::EC2::Instance"])
    #expect(try await status(client)?.isRecording == true)

    try await client.send(StopConfigurationRecorder(recorderName: "default"))
    let stopped = try await status(client)
    #expect(stopped?.isRecording == false && stopped?.lastStopTime != nil)
    try await client.send(StartConfigurationRecorder(recorderName: "default"))
    let started = try await status(client)
    #expect(started?.isRecording == true)
    if let start = started?.lastStartTime, let stop = stopped?.lastStopTime { #expect(start >= stop) }
    let after = try #require(try await client.send(DescribeConfigurationRecorders()).first)
    #expect(after == recorder && after.recordingGroupText == recorder.recordingGroupText)
    // moto adds the status to the description; what stands for the recording group is the same bytes.
    let text = try #require(recorder.recordingGroupText)
    #expect(String(decoding: before.body, as: UTF8.self).filter { $0 != " " }.contains(text))

    let channel = try #require(try await client.send(DescribeDeliveryChannels()).first)
    #expect(channel.name == "ch" && channel.s3BucketName == "b" && channel.s3KeyPrefix == "p")
    #expect(channel.deliveryFrequency == "Six_Hours")
    let missing = await awsError { try await client.send(StartConfigurationRecorder(recorderName: "none")) }
    #expect(missing?.code == "NoSuchConfigurationRecorderException" && missing?.status == 400)
  }

  private func status(_ client: AWSClient) async throws -> ConfigurationRecorderStatus? {
    try await client.send(DescribeConfigurationRecorderStatus(recorderNames: ["default"])).first
  }

  @Test func aTrailIsStoppedAndStarted() async throws {
    let region = "eu-west-2"
    let client = try await AWSClient.moto(region: region)
    _ = try await MotoServer.shared().boto(
      """
      client("s3").create_bucket(Bucket="trail-bucket-control")
      c = client("cloudtrail", sys.argv[1])
      c.create_trail(Name="main-trail", S3BucketName="trail-bucket-control", S3KeyPrefix="pre", IsMultiRegionTrail=True,
        EnableLogFileValidation=True)
      """, arguments: [region])
    let trail = try #require(try await client.send(DescribeTrails()).first { $0.name == "main-trail" })
    #expect(trail.s3BucketName == "trail-bucket-control" && trail.s3KeyPrefix == "pre" && trail.isMultiRegion)
    #expect(trail.homeRegion == region && trail.isLogFileValidationEnabled)
    let arn = try #require(trail.arn)
    // moto starts and stops trails by their names only.
    try await client.send(StartLogging(trailName: "main-trail"))
    #expect(try await client.send(GetTrailStatus(trailName: arn)).isLogging)
    try await client.send(StopLogging(trailName: "main-trail"))
    let status = try await client.send(GetTrailStatus(trailName: arn))
    #expect(!status.isLogging && status.stopLoggingTime != nil && status.startLoggingTime != nil)
    let selectors = try await client.send(GetEventSelectors(trailName: arn))
    #expect(selectors.trailARN == arn)
  }

  /// moto answers neither of these two; the answers are written after the service's documentation.
  @Test func keysAndEventsAreLookedUp() async throws {
    let bodies = Log<String>()
    let server = try await LoopbackServer { request in
      bodies.add(String(decoding: request.body, as: UTF8.self))
      return request.headers["x-amz-target"]?.hasSuffix("ListPublicKeys") == true
        ? .init(
          200,
          #"{"PublicKeyList":[{"Value":"MIIB","Fingerprint":"f1","ValidityStartTime":1.7672256E9,"ValidityEndTime":1767312000}]}"#
        )
        : request.body.count > 150
          ? .init(200, #"{"Events":[{"EventId":"2","CloudTrailEvent":"{}"}],"NextToken":""}"#)
          : .init(
            200,
            #"{"Events":[{"EventId":"1","EventName":"StopLogging","EventTime":1767225600.5,"ReadOnly":"false","Username":"u","AccessKeyId":"A","EventSource":"s","CloudTrailEvent":"{\"a\":1}"}],"NextToken":"next-page-token"}"#
          )
    }
    var client = try await AWSClient.moto()
    client.endpoints = AWSEndpoints(all: server.endpoint)
    let keys = try await client.all(
      ListPublicKeys(startTime: Timestamp("2026-01-01T00:00:00Z"), endTime: nil))
    #expect(keys.count == 1 && keys[0].fingerprint == "f1" && keys[0].value == [0x30, 0x82, 0x01])
    #expect(keys[0].validityStart == Timestamp("2026-01-01T00:00:00Z"))
    #expect(keys[0].validityEnd == Timestamp("2026-01-02T00:00:00Z"))
    #expect(bodies.entries == [#"{"StartTime":1767225600}"#])

    let events = try await client.all(
      LookupEvents(attribute: .eventName("StopLogging"), startTime: Timestamp("2026-01-01T00:00:00.250Z")))
    #expect(events.map(\.eventID) == ["1", "2"])
    #expect(events[0].record == #"{"a":1}"# && events[0].isReadOnly == false && events[0].username == "u")
    #expect(events[0].eventTime == Timestamp("2026-01-01T00:00:00.500Z"))
    #expect(
      bodies.entries[1]
        == #"{"MaxResults":50,"LookupAttributes":[{"AttributeKey":"EventName","AttributeValue":"StopLogging"}],"StartTime":1767225600.25}"#
    )
    #expect(bodies.entries[2].contains(#""NextToken":"next-page-token""#))
  }

  @Test func aDetectorIsTurnedOffAndOn() async throws {
    let region = "eu-west-3"
    let client = try await AWSClient.moto(region: region)
    #expect(try await client.all(ListDetectors()).isEmpty)
    let id = try await MotoServer.shared().boto(
      #"print(client("guardduty", sys.argv[1]).create_detector(Enable=True)["DetectorId"], end="")"#,
      arguments: [region])
    #expect(try await client.all(ListDetectors()) == [id])
    #expect(try await client.send(GetDetector(detectorID: id)).isEnabled)
    try await client.send(UpdateDetector(detectorID: id, isEnabled: false))
    #expect(try await client.send(GetDetector(detectorID: id)).isEnabled == false)
    try await client.send(
      UpdateDetector(detectorID: id, isEnabled: true, findingPublishingFrequency: "ONE_HOUR"))
    let detector = try await client.send(GetDetector(detectorID: id))
    #expect(detector.isEnabled && detector.findingPublishingFrequency == "ONE_HOUR")
    #expect(await awsError { try await client.send(GetDetector(detectorID: "none")) }?.kind == .service)
  }

  @Test func findingsAreImported() async throws {
    let client = try await AWSClient.moto(region: "eu-north-1")
    _ = try await MotoServer.shared().boto(#"client("securityhub", "eu-north-1").enable_security_hub()"#)
    let result = try await client.send(
      BatchImportFindings(findings: [
        [
          "SchemaVersion": "2018-10-08", "Id": "finding-1",
          "ProductArn": "arn:aws:securityhub:eu-north-1:123456789012:product/123456789012/default",
          "GeneratorId": "g", "AwsAccountId": "123456789012", "Types": ["TTPs/Defense Evasion"],
          "CreatedAt": "2026-01-01T00:00:00.000Z", "UpdatedAt": "2026-01-01T00:00:00.000Z",
          "Severity": ["Label": "HIGH"], "Title": "t", "Description": "d",
          "Resources": [["Type": "AwsAccount", "Id": "AWS::::Account:123456789012"]],
        ]
      ]))
    #expect(result.successCount == 1 && result.failures.isEmpty)
  }

  @Test func policiesOfAnOrganisationAreRead() async throws {
    let client = try await AWSClient.moto()
    let ids = try await MotoServer.shared().boto(
      """
      c = client("organizations")
      c.create_organization(FeatureSet="ALL")
      root = c.list_roots()["Roots"][0]["Id"]
      p = c.create_policy(Name="scp", Description="d", Type="SERVICE_CONTROL_POLICY",
        Content='{"Version":"2012-10-17","Statement":[]}')["Policy"]["PolicySummary"]["Id"]
      a = c.create_account(AccountName="a", Email="a@example.com")["CreateAccountStatus"]["AccountId"]
      c.attach_policy(PolicyId=p, TargetId=a)
      print(root, p, a, end="")
      """
    ).split(separator: " ").map(String.init)
    let policies = try await client.all(ListPoliciesForTarget(targetID: ids[2]))
    #expect(policies.contains { $0.id == ids[1] && $0.name == "scp" && !$0.isAWSManaged })
    #expect(
      try await client.send(DescribePolicy(policyID: ids[1])) == #"{"Version":"2012-10-17","Statement":[]}"#)
    let parents = try await client.all(ListParents(childID: ids[2]))
    #expect(parents.map(\.id) == [ids[0]] && parents.map(\.type) == ["ROOT"])
  }

  @Test func messagesReachTheirTopic() async throws {
    let client = try await AWSClient.moto()
    let ids = try await MotoServer.shared().boto(
      """
      t = client("sns").create_topic(Name="alerts")["TopicArn"]
      q = client("sqs").create_queue(QueueName="alerts-of-topic")["QueueUrl"]
      client("sns").subscribe(TopicArn=t, Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:123456789012:alerts-of-topic",
        Attributes={"RawMessageDelivery": "true"})
      print(t, q, end="")
      """
    ).split(separator: " ").map(String.init)
    let id = try await client.send(
      Publish(topicARN: ids[0], message: "stopped & <gone> ü", subject: "s", attributes: ["severity": "high"])
    )
    #expect(!id.isEmpty)
    let messages = try await client.send(ReceiveMessage(queueURL: ids[1], waitSeconds: 0))
    #expect(messages.map(\.body) == ["stopped & <gone> ü"])
  }
}
