import CloudTrail
import Events
import Storage

/// Invented CloudTrail records: a few hundred principals, sixty actions of which some are rare, in the order of time.
struct SampleRecords {
  private static let services: [(source: String, actions: [String])] = [
    (
      "ec2.amazonaws.com",
      ["DescribeInstances", "DescribeVolumes", "DescribeNetworkInterfaces", "RunInstances"]
    ),
    ("sts.amazonaws.com", ["AssumeRole", "GetCallerIdentity"]),
    ("s3.amazonaws.com", ["GetObject", "PutObject", "GetBucketAcl", "ListBuckets"]),
    ("kms.amazonaws.com", ["Decrypt", "GenerateDataKey"]),
    ("iam.amazonaws.com", ["GetRole", "ListAttachedRolePolicies", "CreateAccessKey"]),
    ("logs.amazonaws.com", ["CreateLogStream", "DescribeLogGroups"]),
    ("config.amazonaws.com", ["DescribeConfigurationRecorders", "PutEvaluations"]),
  ]
  private static let regions = ["us-east-1", "eu-west-1", "eu-central-1", "us-west-2"]

  private var state: UInt64 = 42
  /// The time of the next record, in nanoseconds.
  private var time: Int64
  private let step: Int64
  private let rareEvery: Int
  private var number = 0
  private let drafts = EventDrafts()
  private let scanner = SlotScanner(plan: RecordSlot.plan)

  /// Records from a time on, so many nanoseconds apart; every so many one stops a recorder.
  init(from start: Timestamp, step: Int64, rareEvery: Int) {
    time = start.nanoseconds
    self.step = step
    self.rareEvery = rareEvery
  }

  private mutating func random(_ count: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(count))
  }

  private mutating func hexadecimal(_ count: Int) -> String {
    var text = ""
    while text.utf8.count < count {
      let part = String(random(1 << 60), radix: 16)
      text += String(repeating: "0", count: 15 - min(15, part.utf8.count)) + part
    }
    return String(text.prefix(count))
  }

  private mutating func uuid() -> String {
    let text = hexadecimal(32)
    func part(_ from: Int, _ to: Int) -> Substring { text.dropFirst(from).prefix(to - from) }
    return "\(part(0, 8))-\(part(8, 12))-\(part(12, 16))-\(part(16, 20))-\(part(20, 32))"
  }

  /// The text of the next record.
  mutating func text() -> String {
    defer {
      number += 1
      time += step
    }
    let account = "11112222\(3333 + random(5))"
    let region = Self.regions[random(4)]
    let service = Self.services[random(Self.services.count)]
    let isRare = number % rareEvery == rareEvery - 1
    let source = isRare ? "config.amazonaws.com" : service.source
    let action = isRare ? "StopConfigurationRecorder" : service.actions[random(service.actions.count)]
    let role = "role-\(random(300))"
    // Instances and people keep the names of their sessions.
    let session = "i-0\(String(0x1234_5678_9ABC + random(20) * 7_919_333, radix: 16))"
    let failure = random(12) == 0 ? "\"errorCode\":\"AccessDenied\",\"errorMessage\":\"not authorized\"," : ""
    let time = Timestamp(nanoseconds: time).description.replacing(#/\.\d+Z/#, with: "Z")
    return """
      {"eventVersion":"1.09","userIdentity":{"type":"AssumedRole","principalId":"AROA\(role):\(session)",\
      "arn":"arn:aws:sts::\(account):assumed-role/\(role)/\(session)","accountId":"\(account)",\
      "accessKeyId":"ASIA\(String(random(2000) + 100_000, radix: 36).uppercased())EXAMPLE","sessionContext":{\
      "sessionIssuer":{"type":"Role","principalId":"AROA\(role)","arn":"arn:aws:iam::\(account):role/\(role)",\
      "accountId":"\(account)","userName":"\(role)"},"attributes":{"creationDate":"\(time)",\
      "mfaAuthenticated":"false"}}},"eventTime":"\(time)","eventSource":"\(source)","eventName":"\(action)",\
      "awsRegion":"\(region)","sourceIPAddress":"198.51.\(random(100)).\(random(250))",\
      "userAgent":"Boto3/1.34.69 md/Botocore#1.34.69 ua/2.0 os/linux#5.10 md/arch#x86_64 lang/python#3.11.8",\
      \(failure)"requestParameters":{"resource":"\(hexadecimal(12))","maxResults":\(random(1000))},\
      "responseElements":null,"requestID":"\(uuid())","eventID":"\(uuid())","readOnly":true,\
      "eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"\(account)",\
      "eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256",\
      "clientProvidedHostHeader":"\(source.prefix { $0 != "." }).\(region).amazonaws.com"}}
      """
  }

  /// The next record as a draft.
  mutating func draft(id: String? = nil) throws -> EventDraft {
    try draft(of: text(), id: id)
  }

  /// The draft of a record's text.
  func draft(of text: String, id: String? = nil) throws -> EventDraft {
    var text = text
    return try text.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { throw StoreError(.other, "an empty record") }
      _ = try scanner.scanObject(JSONScanner(start: start, end: start + bytes.count), at: start)
      return drafts.record(bytes, slots: scanner, id: id)
    }
  }
}
