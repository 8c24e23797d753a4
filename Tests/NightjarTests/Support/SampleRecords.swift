/// CloudTrail records for tests of the program.
enum SampleRecords {
  /// Records of which every twelfth stops a recorder, and some others raise alerts of other rules.
  static func make(_ count: Int) -> [String] { (0..<count).map(record) }

  private static func record(_ number: Int) -> String {
    let (source, name) =
      switch number % 24 {
      case 0, 12: ("config.amazonaws.com", "StopConfigurationRecorder")
      case 5: ("cloudtrail.amazonaws.com", "StopLogging")
      case 17: ("guardduty.amazonaws.com", "DeleteDetector")
      default: ("s3.amazonaws.com", "ListBuckets")
      }
    let minute = (number / 60) % 60
    let second = number % 60
    return """
      {"eventVersion":"1.11","eventTime":"2026-10-14T10:\(two(minute)):\(two(second))Z","eventSource":"\(source)",\
      "eventName":"\(name)","awsRegion":"eu-west-1","sourceIPAddress":"192.0.2.\(number % 200)","userAgent":"aws-cli/2",\
      "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ada","accountId":"111122223333","userName":"ada"},\
      "requestParameters":{"name":"trail-\(number)","detectorId":"d\(number)"},"responseElements":null,\
      "eventID":"00000000-0000-0000-0000-\(number)","readOnly":\(name == "ListBuckets"),"eventType":"AwsApiCall",\
      "managementEvent":true,"recipientAccountId":"111122223333"}
      """
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
