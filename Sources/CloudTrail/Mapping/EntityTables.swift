/// Which values of a record name the entities that an event is about.
///
/// The rows restate the actor and target enrichment of Elastic's AWS integration
/// (https://www.elastic.co/docs/reference/integrations/aws/cloudtrail).
enum EntityTables {
  /// For a service (`eventSource` without `.amazonaws.com`) the paths of values that are related to every event.
  static let related: [String: [RecordPath]] = [
    "cloudtrail": [
      "requestParameters.name", "requestParameters.s3BucketName",
      "responseElements.cloudWatchLogsLogGroupArn", "responseElements.cloudWatchLogsRoleArn",
      "responseElements.kmsKeyId", "responseElements.snsTopicARN", "responseElements.trailARN",
      "responseElements.name",
    ],
    "config": [
      "requestParameters.configurationRecorderName"
    ],
    "ec2": [
      "requestParameters.groupId", "requestParameters.groupName", "requestParameters.roleName",
      "requestParameters.subnetId", "requestParameters.volumeId", "requestParameters.networkInterfaceId",
      "requestParameters.vpcId", "requestParameters.snapshotId", "responseElements.groupId",
      "responseElements.reservationId", "responseElements.vpc.vpcId",
      "responseElements.vpc.dhcpOptionsId", "responseElements.snapshotId", "responseElements.volumeId",
    ],
    "guardduty": [
      "requestParameters.detectorId", "responseElements.detectorId",
    ],
    "iam": [
      "requestParameters.userName", "requestParameters.serialNumber", "requestParameters.accessKeyId",
      "requestParameters.policyArn", "requestParameters.roleName", "requestParameters.policyName",
      "responseElements.accessKey.userName", "responseElements.accessKey.accessKeyId",
      "responseElements.user.arn", "responseElements.user.userId", "responseElements.user.userName",
      "responseElements.userId", "responseElements.role.arn", "responseElements.serialNumber",
    ],
    "kms": [
      "requestParameters.keyId", "responseElements.keyId", "responseElements.keyMetadata.arn",
      "responseElements.keyMetadata.keyId",
    ],
    "lambda": [
      "requestParameters.functionName", "responseElements.functionArn", "responseElements.functionName",
      "responseElements.role",
    ],
    "rds": [
      "requestParameters.dBInstanceIdentifier", "requestParameters.dBInstanceArn",
      "responseElements.dBInstanceIdentifier", "responseElements.dbInstanceArn",
      "responseElements.dBSubnetGroup.vpcId", "responseElements.vpcSecurityGroups.vpcSecurityGroupId",
    ],
    "s3": [
      "requestParameters.bucketName"
    ],
    "sts": [
      "requestParameters.roleArn", "sourceIdentity", "additionalEventData.MFAIdentifier",
      "responseElements.assumedRoleUser.arn", "requestParameters.roleSessionName",
      "responseElements.accessKeyId",
    ],
    "wafv2": [
      "requestParameters.id", "responseElements.summary",
    ],
  ]

  /// For a service the targets of its actions.
  static let targets: [String: [String: [EntityTarget]]] = {
    var targets: [String: [String: [EntityTarget]]] = [:]
    for (service, actions, found) in targetRows {
      for action in actions.split(separator: " ") { targets[service, default: [:]][String(action)] = found }
    }
    return targets
  }()

  private static let targetRows: [(service: String, actions: String, targets: [EntityTarget])] = [
    ("cloudformation", "CreateStackSet", [.value("responseElements.stackSetId")]),
    ("cloudformation", "CreateStack", [.value("responseElements.stackId")]),
    ("cloudtrail", "DeleteTrail StopLogging", [.value("requestParameters.name")]),
    ("cloudtrail", "DescribeTrails", [.value("recipientAccountId")]),
    (
      "ec2-instance-connect", "SendSSHPublicKey SendSerialConsoleSSHPublicKey",
      [.value("requestParameters.instanceId")]
    ),
    (
      "config", "StopConfigurationRecorder StartConfigurationRecorder",
      [.value("requestParameters.configurationRecorderName")]
    ),
    (
      "ec2", "CreateTrafficMirrorFilter",
      [.value("responseElements.CreateTrafficMirrorFilterResponse.trafficMirrorFilter.trafficMirrorFilterId")]
    ),
    (
      "ec2", "CreateTrafficMirrorFilterRule",
      [
        .value(
          "responseElements.CreateTrafficMirrorFilterRuleResponse.trafficMirrorFilterRule.trafficMirrorFilterRuleId"
        )
      ]
    ),
    (
      "ec2", "CreateTrafficMirrorSession",
      [
        .value(
          "responseElements.CreateTrafficMirrorSessionResponse.trafficMirrorSession.trafficMirrorSessionId")
      ]
    ),
    (
      "ec2", "CreateTrafficMirrorTarget",
      [.value("responseElements.CreateTrafficMirrorTargetResponse.trafficMirrorTarget.trafficMirrorTargetId")]
    ),
    ("ec2", "DeleteFlowLogs", [.value("requestParameters.DeleteFlowLogsRequest.FlowLogId.content")]),
    ("ec2", "DeleteNetworkAcl", [.value("requestParameters.networkAclId")]),
    ("ec2", "GetPasswordData", [.value("requestParameters.instanceId")]),
    ("ec2", "ModifyImageAttribute", [.value("requestParameters.imageId")]),
    ("ec2", "ModifySnapshotAttribute", [.value("requestParameters.snapshotId")]),
    (
      "ec2",
      "DescribeSecurityGroups DescribeNetworkInterfaces DescribeRegions DescribeVpcs DescribeNetworkAcls DescribeVolumes",
      [.value("recipientAccountId")]
    ),
    ("elasticfilesystem", "DeleteFileSystem", [.value("requestParameters.fileSystemId")]),
    ("elasticfilesystem", "DeleteMountTarget", [.value("requestParameters.mountTargetId")]),
    ("events", "DeleteRule", [.value("requestParameters.name")]),
    ("guardduty", "CreateDetector", [.value("responseElements.detectorId")]),
    ("guardduty", "DeleteDetector", [.value("requestParameters.detectorId")]),
    ("iam", "AttachGroupPolicy", [.value("requestParameters.groupName")]),
    (
      "iam", "AttachRolePolicy ListAttachedRolePolicies UpdateAssumeRolePolicy",
      [.value("requestParameters.roleName")]
    ),
    (
      "iam", "AttachUserPolicy",
      [.value("requestParameters.policyArn"), .value("requestParameters.userName")]
    ),
    (
      "iam", "CreateAccessKey",
      [.value("responseElements.accessKey.accessKeyId"), .value("requestParameters.userName")]
    ),
    ("iam", "CreateUser DeactivateMFADevice", [.value("requestParameters.userName")]),
    ("iam", "DeleteVirtualMFADevice", [.value("requestParameters.serialNumber")]),
    ("iam", "GetPolicy", [.value("requestParameters.policyArn")]),
    ("iam", "CreatePolicy", [.value("responseElements.policy.arn")]),
    ("iam", "ListRoles ListUsers", [.value("recipientAccountId")]),
    ("kms", "DisableKey ScheduleKeyDeletion", [.resources]),
    ("logs", "DeleteLogGroup", [.value("requestParameters.logGroupName")]),
    ("logs", "DeleteLogStream", [.value("requestParameters.logStreamName")]),
    ("rds", "DeleteDBCluster ModifyDBCluster StopDBCluster", [.value("responseElements.dBClusterArn")]),
    (
      "rds",
      "DeleteDBInstance ModifyDBInstance RestoreDBInstanceFromDBSnapshot RestoreDBInstanceFromS3 StopDBInstance",
      [.value("responseElements.dBInstanceArn")]
    ),
    ("rds", "DeleteGlobalCluster", [.value("responseElements.globalClusterArn")]),
    ("rds", "ModifyDBClusterSnapshotAttribute", [.value("responseElements.dBClusterSnapshotIdentifier")]),
    ("rds", "ModifyDBSnapshotAttribute", [.value("responseElements.dBSnapshotIdentifier")]),
    ("rds", "DescribeDBInstances", [.value("recipientAccountId")]),
    ("rolesanywhere", "CreateTrustAnchor", [.value("responseElements.trustAnchor.trustAnchorArn")]),
    (
      "route53resolver", "DeleteResolverQueryLogConfig",
      [.value("responseElements.resolverQueryLogConfig.arn")]
    ),
    (
      "s3",
      "CopyObject PutBucketLogging PutBucketVersioning PutObject GetBucketPolicy ListObjects HeadObject GetObject DeleteObject DeleteBucket",
      [.resources]
    ),
    (
      "s3", "PutBucketReplication",
      [.resources, .value("requestParameters.ReplicationConfiguration.Rule.Destination.Bucket")]
    ),
    ("s3", "ListBuckets", [.value("recipientAccountId")]),
    ("secretsmanager", "GetSecretValue", [.value("requestParameters.secretId")]),
    ("signin", "ConsoleLogin", [.value("recipientAccountId")]),
    ("ssm", "GetParameter GetParameters CreateControlChannel OpenControlChannel", [.resources]),
    ("ssm", "StartSession", [.value("requestParameters.target")]),
    ("ssm", "CreateDocument", [.value("requestParameters.name")]),
    ("ssm", "TerminateSession OpenDataChannel", [.value("requestParameters.sessionId")]),
    ("ssm", "ListInstanceAssociations", [.value("recipientAccountId")]),
    ("sts", "AssumeRole", [.value("requestParameters.roleArn")]),
    ("sts", "GetCallerIdentity", [.value("recipientAccountId")]),
    ("wafv2", "DeleteRuleGroup DeleteWebACL", [.value("requestParameters.id")]),
    ("sns", "CreateTopic", [.value("responseElements.topicArn")]),
    ("sns", "Subscribe Publish", [.value("requestParameters.topicArn")]),
    ("bedrock", "Converse", [.value("requestParameters.modelId")]),
    ("elasticloadbalancing", "DescribeLoadBalancers", [.value("recipientAccountId")]),
    ("dynamodb", "ListTables", [.value("recipientAccountId")]),
    (
      "ec2", "AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress",
      [
        .value("requestParameters.groupId"),
        .each("responseElements.securityGroupRuleSet.items[].securityGroupRuleId"),
      ]
    ),
    (
      "ec2", "DeleteNetworkAclEntry",
      [.value("requestParameters.networkAclId"), .number("requestParameters.ruleNumber")]
    ),
    ("monitoring", "DeleteAlarms", [.each("requestParameters.alarmNames[]")]),
    ("secretsmanager", "BatchGetSecretValue", [.each("requestParameters.secretIdList[]")]),
  ]
}
