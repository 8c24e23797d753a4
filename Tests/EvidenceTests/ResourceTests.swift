import Evidence
import Rules
import TestSupport
import Testing

/// What calls are about.
@Suite struct ResourceTests {
  @Test(arguments: [
    (
      "iam", "AttachRolePolicy",
      #"{"roleName":"r","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}"#, "null", "IAM Role r"
    ),
    ("iam", "AddUserToGroup", #"{"userName":"u","groupName":"g"}"#, "null", "IAM User u"),
    (
      "ec2", "RunInstances", #"{"instancesSet":{"items":[{"imageId":"ami-1"}]},"subnetId":"subnet-1"}"#,
      #"{"instancesSet":{"items":[{"instanceId":"i-1","vpcId":"vpc-1"}]}}"#, "EC2 Instance i-1"
    ),
    (
      "ec2", "CreateTags", #"{"resourcesSet":{"items":[{"resourceId":"vol-1"}]}}"#, "null", "EC2 Volume vol-1"
    ),
    ("ec2", "AuthorizeSecurityGroupIngress", #"{"groupId":"sg-1"}"#, "null", "EC2 SecurityGroup sg-1"),
    (
      "s3", "PutBucketPolicy",
      #"{"bucketName":"b","bucketPolicy":{"Statement":[{"Principal":{"AWS":"arn:aws:iam::444455556666:root"}}]}}"#,
      "null", "S3 Bucket b"
    ),
    ("lambda", "UpdateFunctionCode20150331v2", #"{"functionName":"f"}"#, "null", "Lambda Function f"),
    ("kms", "DisableKey", #"{"keyId":"arn:aws:kms:eu-central-1:111122223333:key/k"}"#, "null", "KMS Key k"),
    ("cloudtrail", "StopLogging", #"{"name":"t"}"#, "null", "CloudTrail Trail t"),
    ("guardduty", "DeleteDetector", #"{"detectorId":"d"}"#, "null", "GuardDuty Detector d"),
    ("logs", "DeleteLogGroup", #"{"logGroupName":"/a/b"}"#, "null", "Logs LogGroup /a/b"),
    ("rds", "ModifyDBInstance", #"{"dBInstanceIdentifier":"db"}"#, "null", "RDS DBInstance db"),
    ("dynamodb", "DeleteTable", #"{"tableName":"t"}"#, "null", "DynamoDB Table t"),
    ("secretsmanager", "DeleteSecret", #"{"secretId":"s"}"#, "null", "SecretsManager Secret s"),
    ("sns", "Subscribe", #"{"topicArn":"arn:aws:sns:eu-central-1:111122223333:t"}"#, "null", "SNS Topic t"),
    ("eks", "UpdateClusterConfig", #"{"name":"c"}"#, "null", "EKS Cluster c"),
    (
      "unknown", "PutThing", #"{"a":{"b":["arn:aws:thing:eu-central-1:111122223333:x/y"]}}"#, "null",
      "arn:aws:thing:eu-central-1:111122223333:x/y"
    ),
    ("unknown", "PutThing", #"{"a":"b"}"#, "null", "unknown in eu-central-1"),
  ])
  func areFound(_ service: String, _ action: String, _ request: String, _ response: String, _ subject: String)
    throws
  {
    var log = Log()
    log.add("09:00:00", "config", "StopConfigurationRecorder")
    log.add("10:00:00", service, action, request: request, response: response)
    let folder = try TemporaryFolder()
    let report = try #require(
      try Sample.report(
        "AWS Configuration Recorder Stopped", in: [try folder.write("a.json", log.text)],
        rules: Sample.rules.filter { $0.name == "AWS Configuration Recorder Stopped" }))
    #expect(report.windows.first?.changes.map(\.subject) == [subject])
  }
}
