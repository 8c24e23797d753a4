import CloudTrail
import Events
import OrderedCollections
import Testing

@Suite struct MappingTests {
  private static let now = Timestamp("2026-11-24T12:00:00Z") ?? Timestamp(nanoseconds: 0)

  private func document(_ text: String, retain: Retain = .all) throws -> JSON {
    let record = try #require(try JSONReader.read(text).object)
    let mapper = ECSMapper(options: ECSMapper.Options(ingested: Self.now, retain: retain))
    return .object(mapper.document(record: record, original: text))
  }

  /// A field of the document of a record, as JSON text; `-` when it is absent.
  private func field(_ path: String, of text: String) throws -> String {
    try document(text)[path: path].map { JSONWriter.text($0) } ?? "-"
  }

  @Test(arguments: [
    // Constants and times.
    ("event.dataset", "{}", #""aws.cloudtrail""#), ("data_stream.dataset", "{}", #""aws.cloudtrail""#), ("event.module", "{}", #""aws""#),
    ("event.ingested", "{}", #""2026-11-24T12:00:00.000Z""#), ("@timestamp", "{}", #""2026-11-24T12:00:00.000Z""#),
    ("@timestamp", #"{"eventTime":"2026-10-14T10:02:11Z"}"#, #""2026-10-14T10:02:11.000Z""#),
    // Identity.
    ("user.name", #"{"userIdentity":{"type":"IAMUser","userName":"ada"}}"#, #""ada""#),
    ("user.name", #"{"userIdentity":{"type":"AssumedRole","sessionContext":{"sessionIssuer":{"userName":"ops"}}}}"#, #""ops""#),
    ("user.name", #"{"userIdentity":{"type":"IAMUser","userName":"ada","sessionContext":{"sessionIssuer":{"userName":"ops"}}}}"#, #""ada""#),
    ("user.id", #"{"userIdentity":{"principalId":"AROA:i-0123456789"}}"#, #""AROA:i-0123456789""#),
    ("user.id", #"{"userIdentity":{"type":"IdentityCenterUser","onBehalfOf":{"userId":"u1"}}}"#, #""u1""#),
    ("user.email", #"{"userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/r/a@b.example"}}"#, #""a@b.example""#),
    ("related.user", #"{"userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/r/a@b.example","principalId":"p"}}"#, #"["a@b.example","a","p"]"#),
    ("user.email", #"{"userIdentity":{"userName":"a@b.example"}}"#, #""a@b.example""#), ("user.email", #"{"userIdentity":{"userName":"@b"}}"#, "-"),
    ("cloud.account.id", #"{"userIdentity":{"accountId":"1"},"recipientAccountId":"2"}"#, #""1""#),
    ("cloud.account.id", #"{"recipientAccountId":"2"}"#, #""2""#), ("cloud.account.id", #"{"awsAccountId":"3"}"#, #""3""#),
    ("aws.cloudtrail.user_identity.session_context.creation_date", #"{"userIdentity":{"sessionContext":{"attributes":{"creationDate":"20261014T080910Z"}}}}"#, #""2026-10-14T08:09:10.000Z""#),
    ("aws.cloudtrail.user_identity.invoked_by", #"{"userIdentity":{"invokedBy":"ec2.amazonaws.com"}}"#, #""ec2.amazonaws.com""#),
    ("aws.cloudtrail.user_identity.in_scope_of.issuer_type", #"{"userIdentity":{"inScopeOf":{"issuerType":"AWS::Lambda"}}}"#, #""AWS::Lambda""#),
    // Event and source.
    ("cloud.service.name", #"{"eventSource":"config.amazonaws.com"}"#, #""config""#), ("cloud.service.name", #"{"eventSource":"aws:s3"}"#, "-"),
    ("user.name", #"{"eventName":"UserAuthentication","additionalEventData":{"UserName":"ada"}}"#, #""ada""#),
    ("aws.cloudtrail.additional_eventdata", #"{"eventName":"UserAuthentication","additionalEventData":{"UserName":"ada","x":"y"}}"#, #""{x=y}""#),
    ("source.ip", #"{"sourceIPAddress":"192.0.2.1"}"#, #""192.0.2.1""#), ("source.ip", #"{"sourceIPAddress":"AWS Internal"}"#, "-"),
    ("source.address", #"{"sourceIPAddress":"AWS Internal"}"#, #""AWS Internal""#),
    ("related.hosts", #"{"sourceIPAddress":"host.example"}"#, #"["host.example"]"#), ("related.hosts", #"{"sourceIPAddress":"ec2.amazonaws.com"}"#, "-"),
    ("user_agent.original", #"{"userAgent":"[aws-cli/2.0]"}"#, #""[aws-cli/2.0]""#), ("user_agent.name", #"{"userAgent":"[aws-cli/2.0]"}"#, #""aws-cli""#),
    // Pruning.
    ("aws.cloudtrail.error_code", #"{"errorCode":"-"}"#, "-"), ("event.outcome", #"{"errorCode":"none"}"#, #""success""#), ("user_agent", #"{"userAgent":""}"#, "-"),
    // Outcome and categories.
    ("event.outcome", #"{"errorCode":"200"}"#, #""failure""#), ("event.outcome", #"{"errorMessage":"x"}"#, #""failure""#), ("event.outcome", "{}", #""success""#),
    ("event.outcome", #"{"eventName":"ConsoleLogin","errorMessage":"x","responseElements":{"ConsoleLogin":"Success"}}"#, #""success""#),
    ("event.outcome", #"{"eventName":"ConsoleLogin","responseElements":{"ConsoleLogin":"Failure"}}"#, #""failure""#),
    ("event.category", #"{"eventName":"CreateUser"}"#, #"["iam"]"#), ("event.type", #"{"eventName":"CreateUser"}"#, #"["user","creation"]"#),
    ("event.category", #"{"eventName":"StopConfigurationRecorder"}"#, "-"), ("event.type", #"{"eventName":"StopConfigurationRecorder"}"#, #"["info"]"#),
    // Payloads.
    ("aws.cloudtrail.request_parameters", #"{"requestParameters":{"name":"x","list":["a",1,true,{"k":2.0}],"empty":"","none":"none"}}"#, #""{name=x, list=[a, 1, true, {k=2.0}]}""#),
    ("aws.cloudtrail.flattened.request_parameters", #"{"requestParameters":{"a":"x","b":"-","c":{}}}"#, #"{"a":"x"}"#),
    ("aws.cloudtrail.request_parameters", #"{"requestParameters":null}"#, "-"), ("aws.cloudtrail.request_parameters", #"{"requestParameters":{"a":""}}"#, "-"),
    // The rest.
    ("aws.cloudtrail.management_event", #"{"managementEvent":true}"#, #""true""#), ("aws.cloudtrail.read_only", #"{"readOnly":false}"#, "false"),
    ("aws.cloudtrail.resources", #"{"resources":[{"ARN":"a","accountId":"1","type":"t"},"x",{"ARN":"a","accountId":"1","type":"t"}]}"#, #"[{"arn":"a","account_id":"1","type":"t"}]"#),
    ("aws.cloudtrail.shared_event_id", #"{"sharedEventId":"s"}"#, #""s""#), ("aws.cloudtrail.addendum.reason", #"{"addendum":{"reason":"UPDATED_DATA"}}"#, #""UPDATED_DATA""#),
    ("aws.cloudtrail.vpc_endpoint_id", #"{"vpcEndpointId":"vpce-1"}"#, #""vpce-1""#),
    ("aws.cloudtrail.console_login.additional_eventdata.mfa_used", #"{"eventName":"ConsoleLogin","additionalEventData":{"MFAUsed":"No"}}"#, "false"),
    ("aws.cloudtrail.console_login.additional_eventdata.mobile_version", #"{"eventName":"ConsoleLogin","additionalEventData":{"MobileVersion":"Yes"}}"#, "true"),
    // Digests and insights.
    ("file.path", #"{"digestS3Object":"d.gz"}"#, #""d.gz""#), ("@timestamp", #"{"digestEndTime":"2026-10-14T11:00:00Z"}"#, #""2026-10-14T11:00:00.000Z""#),
    ("related.hash", #"{"previousDigestHashValue":"ab"}"#, #"["ab"]"#), ("aws.cloudtrail.flattened.digest.s3_bucket", #"{"digestS3Bucket":"b"}"#, #""b""#),
    ("aws.cloudtrail.flattened.insight_details.state", #"{"insightDetails":{"state":"Start"}}"#, #""Start""#),
    // Names, TLS.
    ("user.target.name", #"{"requestParameters":{"userName":"eve"}}"#, #""eve""#), ("group.name", #"{"requestParameters":{"groupName":"g"}}"#, #""g""#),
    ("user.changes.name", #"{"requestParameters":{"newUserName":"n"}}"#, #""n""#),
    ("tls.version", #"{"tlsDetails":{"tlsVersion":"TLSv1.3"}}"#, #""1.3""#), ("tls.version_protocol", #"{"tlsDetails":{"tlsVersion":"TLSv1.3"}}"#, #""tls""#),
    ("tls", #"{"tlsDetails":{"tlsVersion":"tlsVersion","cipherSuite":"cipherSuite"}}"#, "-"),
    ("aws.cloudtrail.tls_details.key_exchange", #"{"tlsDetails":{"keyExchange":"X25519MLKEM768"}}"#, #""X25519MLKEM768""#),
    // Instances.
    ("related.hosts", #"{"requestParameters":{"instanceId":"i-0123456789","target":"x","instancesSet":{"items":[{"instanceId":"i-9876543210"}]}}}"#, #"["i-0123456789","i-9876543210"]"#),
    // Entities.
    ("target.entity.id", #"{"eventSource":"config.amazonaws.com","eventName":"StopConfigurationRecorder","requestParameters":{"configurationRecorderName":"default"}}"#, #"["default"]"#),
    ("entity.target.id", #"{"eventSource":"config.amazonaws.com","eventName":"StopConfigurationRecorder","requestParameters":{"configurationRecorderName":"default"}}"#, #"["default"]"#),
    ("user.target.entity.id", #"{"eventSource":"sts.amazonaws.com","eventName":"AssumeRole","requestParameters":{"roleArn":"arn:aws:iam::1:role/r"}}"#, #"["arn:aws:iam::1:role/r"]"#),
    ("host.target.entity.id", #"{"eventSource":"ssm.amazonaws.com","eventName":"StartSession","requestParameters":{"target":"i-0123456789"}}"#, #"["i-0123456789"]"#),
    ("actor.entity.id", #"{"eventSource":"sts.amazonaws.com","eventName":"AssumeRole","userIdentity":{"type":"AWSService","invokedBy":"ec2.amazonaws.com"}}"#, #"["ec2.amazonaws.com"]"#),
    ("service.entity.id", #"{"eventSource":"sts.amazonaws.com","eventName":"AssumeRole","userIdentity":{"type":"AWSService","invokedBy":"ec2.amazonaws.com"}}"#, #"["ec2.amazonaws.com"]"#),
  ])
  func fields(_ path: String, _ record: String, _ expected: String) throws {
    #expect(try field(path, of: record) == expected)
  }

  @Test func relatedEntitiesStopAtTheFirstRepetitionOfAChain() throws {
    let record = """
      {"eventSource":"ec2.amazonaws.com","eventName":"RunInstances","responseElements":{"instancesSet":{"items":[
      {"subnetId":"subnet-1","vpcId":"vpc-1","instanceId":"i-1"},{"subnetId":"subnet-1","vpcId":"vpc-2","instanceId":"i-2"}]}}}
      """
    #expect(try field("related.entity", of: record) == #"["i-1","subnet-1","vpc-1"]"#)
  }

  @Test(arguments: [
    (#"{"eventTime":"yesterday","eventName":"X"}"#, "eventTime is not a date"), (#"{"userIdentity":"x","eventName":"X"}"#, "userIdentity is not an object"),
    (#"{"eventSource":"config.amazonaws.com","eventName":"X","requestParameters":{"configurationRecorderName":5}}"#, "entity enrichment"),
  ])
  func failuresAreNamedAndTheRestIsMapped(_ record: String, _ message: String) throws {
    let document = try document(record)
    #expect(document[path: "event.kind"] == "pipeline_error")
    let text = try #require(document[path: "error.message"]?.array?.first?.string)
    #expect(text.contains(message))
    #expect(document[path: "event.original"]?.string == record)
  }

  @Test func retainDecidesTheFormsOfPayloads() throws {
    let record = #"{"requestParameters":{"policyArn":"p","x":"y"}}"#
    func kept(_ retain: Retain) throws -> [String] {
      let document = try document(record, retain: retain)
      return [
        document[path: "aws.cloudtrail.request_parameters"], document[path: "aws.cloudtrail.flattened.request_parameters"],
      ].map { $0.map { JSONWriter.text($0) } ?? "-" }
    }
    #expect(try kept(.all) == [#""{policyArn=p, x=y}""#, #"{"policyArn":"p","x":"y"}"#])
    #expect(try kept(.keyword) == [#""{policyArn=p, x=y}""#, "-"])
    #expect(try kept(.flattened) == ["-", #"{"policyArn":"p","x":"y"}"#])
    #expect(try kept(.minimal) == [#""{policyArn=p, x=y}""#, #"{"policyArn":"p"}"#])
    #expect(try kept(.none) == ["-", "-"])
  }

  @Test func longPayloadsHaveNoFlattenedCopy() throws {
    let long = String(repeating: "x", count: 32_766)
    let document = try document(#"{"requestParameters":{"k":"\#(long)"}}"#)
    #expect(document[path: "aws.cloudtrail.request_parameters"] != nil)
    #expect(document[path: "aws.cloudtrail.flattened"] == nil)
  }
}
