import Events
import OrderedCollections

/// A playbook with what it acts on, as boto3 sets it up and looks at it.
struct Scenario: Sendable, CustomStringConvertible {
  let playbook: String
  let title: String
  /// Makes the subject; prints what the alert and the other programs need, separated by spaces.
  let setUp: String
  /// Prints what the playbook changes.
  let look: String
  /// What `look` prints before and after; nil where it has a time.
  let before: String
  let after: String?
  /// Prints everything else about the subject.
  let others: String
  /// Removes the subject.
  let remove: String
  let alert: @Sendable (_ account: String, _ values: [String]) -> JSONObject

  var description: String { title }

  static let all = [recorder, trail, detector, key, user, role, release, sessions]

  static let recorder = Scenario(
    playbook: "restart-config-recorder", title: "recorder",
    setUp: """
      a("iam").create_role(RoleName="config", AssumeRolePolicyDocument="{}")
      c = a("config")
      c.put_configuration_recorder(ConfigurationRecorder={"name": "main",
        "roleARN": f"arn:aws:iam::{account}:role/config",
        "recordingGroup": {"allSupported": False, "resourceTypes": ["AWS::EC2::Instance", "AWS::IAM::User"]}})
      c.put_delivery_channel(DeliveryChannel={"name": "ch", "s3BucketName": "b"})
      c.start_configuration_recorder(ConfigurationRecorderName="main")
      c.stop_configuration_recorder(ConfigurationRecorderName="main")
      """,
    look:
      #"print(a("config").describe_configuration_recorder_status()["ConfigurationRecordersStatus"][0]["recording"], end="")"#,
    before: "False", after: "True",
    others:
      #"print(json.dumps(a("config").describe_configuration_recorders()["ConfigurationRecorders"][0]), a("config").describe_delivery_channels()["DeliveryChannels"])"#,
    remove: #"a("config").delete_configuration_recorder(ConfigurationRecorderName="main")"#,
    alert: { account, _ in
      SampleAlert.alert(
        "StopConfigurationRecorder", of: "config.amazonaws.com", account: account,
        parameters: ["configurationRecorderName": "main"])
    })

  static let trail = Scenario(
    playbook: "restart-trail", title: "trail",
    setUp: """
      a("s3").create_bucket(Bucket=f"trail-{account}", CreateBucketConfiguration={"LocationConstraint": region})
      c = a("cloudtrail")
      c.create_trail(Name="main-trail", S3BucketName=f"trail-{account}", IsMultiRegionTrail=True)
      c.start_logging(Name="main-trail")
      c.stop_logging(Name="main-trail")
      """,
    look: #"print(a("cloudtrail").get_trail_status(Name="main-trail")["IsLogging"], end="")"#,
    before: "False", after: "True",
    others: #"print(json.dumps(a("cloudtrail").describe_trails()["trailList"]))"#,
    remove: #"a("cloudtrail").delete_trail(Name="main-trail")"#,
    alert: { account, _ in
      SampleAlert.alert(
        "StopLogging", of: "cloudtrail.amazonaws.com", account: account,
        parameters: ["name": .string("arn:aws:cloudtrail:eu-central-1:\(account):trail/main-trail")])
    })

  static let detector = Scenario(
    playbook: "enable-guardduty-detector", title: "detector",
    setUp: """
      c = a("guardduty")
      d = c.create_detector(Enable=True, FindingPublishingFrequency="ONE_HOUR")["DetectorId"]
      c.update_detector(DetectorId=d, Enable=False)
      print(d, end="")
      """,
    look: #"print(a("guardduty").get_detector(DetectorId=args[0])["Status"], end="")"#,
    before: "DISABLED", after: "ENABLED",
    others: #"print(a("guardduty").get_detector(DetectorId=args[0])["FindingPublishingFrequency"])"#,
    remove: #"a("guardduty").delete_detector(DetectorId=args[0])"#,
    alert: { account, values in
      SampleAlert.alert(
        "UpdateDetector", of: "guardduty.amazonaws.com", account: account,
        parameters: ["detectorId": .string(values[0]), "enable": false])
    })

  static let key = Scenario(
    playbook: "deactivate-access-key", title: "access key",
    setUp: """
      c = a("iam")
      c.create_user(UserName="mallory")
      k = c.create_access_key(UserName="mallory")["AccessKey"]["AccessKeyId"]
      c.create_access_key(UserName="mallory")
      print(k, end="")
      """,
    look: """
      for k in a("iam").list_access_keys(UserName="mallory")["AccessKeyMetadata"]:
          if k["AccessKeyId"] == args[0]: print(k["Status"], end="")
      """,
    before: "Active", after: "Inactive",
    others: """
      for k in a("iam").list_access_keys(UserName="mallory")["AccessKeyMetadata"]:
          if k["AccessKeyId"] != args[0]: print(k["AccessKeyId"], k["Status"])
      """,
    remove: #"a("iam").delete_access_key(UserName="mallory", AccessKeyId=args[0])"#,
    alert: { account, values in
      SampleAlert.alert(
        "StopConfigurationRecorder", of: "config.amazonaws.com", account: account,
        caller: .user("mallory", key: values[0]))
    })

  static let user = Scenario(
    playbook: "quarantine-principal", title: "quarantine of a user",
    setUp: """
      c = a("iam")
      c.create_user(UserName="mallory")
      c.put_user_policy(UserName="mallory", PolicyName="own", PolicyDocument='{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}')
      """,
    look: """
      c = a("iam")
      for p in c.list_user_policies(UserName="mallory")["PolicyNames"]:
          if p != "own": print(json.dumps(c.get_user_policy(UserName="mallory", PolicyName=p)["PolicyDocument"]["Statement"]), end="")
      """,
    before: "",
    after: #"[{"Sid": "NightjarQuarantine", "Effect": "Deny", "Action": "*", "Resource": "*"}]"#,
    others: #"print(a("iam").get_user_policy(UserName="mallory", PolicyName="own")["PolicyDocument"])"#,
    remove:
      #"a("iam").delete_user_policy(UserName="mallory", PolicyName="own"); a("iam").delete_user(UserName="mallory")"#,
    alert: { account, _ in
      SampleAlert.alert("DeleteTrail", of: "cloudtrail.amazonaws.com", account: account)
    })

  static let role = rolePlaybook(
    "quarantine-principal", "quarantine of a role",
    after: #"[{"Sid": "NightjarQuarantine", "Effect": "Deny", "Action": "*", "Resource": "*"}]"#)
  static let sessions = rolePlaybook("revoke-role-sessions", "revocation of sessions", after: nil)
  static let release = rolePlaybook(
    "release-principal", "end of a quarantine",
    more:
      #"c.put_role_policy(RoleName="ops", PolicyName="NightjarQuarantine", PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Quarantined","Resource":"*"}]}')"#,
    before: #"[{"Effect": "Allow", "Action": "s3:Quarantined", "Resource": "*"}]"#, after: "")

  private static func rolePlaybook(
    _ playbook: String, _ title: String, more: String = "", before: String = "", after: String?
  ) -> Scenario {
    Scenario(
      playbook: playbook, title: title,
      setUp: """
        c = a("iam")
        c.create_role(RoleName="ops", Path="/team/", AssumeRolePolicyDocument="{}")
        c.put_role_policy(RoleName="ops", PolicyName="own", PolicyDocument='{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}')
        \(more)
        """,
      look: """
        c = a("iam")
        for p in c.list_role_policies(RoleName="ops")["PolicyNames"]:
            if p != "own": print(json.dumps(c.get_role_policy(RoleName="ops", PolicyName=p)["PolicyDocument"]["Statement"]), end="")
        """,
      before: before, after: after,
      others: #"print(a("iam").get_role_policy(RoleName="ops", PolicyName="own")["PolicyDocument"])"#,
      remove: """
        c = a("iam")
        for p in c.list_role_policies(RoleName="ops")["PolicyNames"]: c.delete_role_policy(RoleName="ops", PolicyName=p)
        c.delete_role(RoleName="ops")
        """,
      alert: { account, _ in
        SampleAlert.alert(
          "StopConfigurationRecorder", of: "config.amazonaws.com", account: account,
          caller: .role("ops", path: "/team/"))
      })
  }
}

extension Scenario {
  /// Those in which a policy of the name is there already, or the other kind of principal, so that every call is made.
  static let replacing = [
    rolePlaybook(
      "revoke-role-sessions", "revocation again",
      more:
        #"c.put_role_policy(RoleName="ops", PolicyName="AWSRevokeOlderSessions", PolicyDocument='{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Old", "Resource": "*"}]}')"#,
      before: #"[{"Effect": "Allow", "Action": "s3:Old", "Resource": "*"}]"#, after: nil),
    userRelease,
  ]

  private static let userRelease = Scenario(
    playbook: "release-principal", title: "end of a quarantine of a user",
    setUp: """
      c = a("iam")
      c.create_user(UserName="mallory")
      c.put_user_policy(UserName="mallory", PolicyName="NightjarQuarantine", PolicyDocument='{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Quarantined", "Resource": "*"}]}')
      """,
    look: user.look, before: #"[{"Effect": "Allow", "Action": "s3:Quarantined", "Resource": "*"}]"#,
    after: "", others: "", remove: "", alert: user.alert)
}
