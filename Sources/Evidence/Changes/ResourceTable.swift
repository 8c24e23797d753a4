/// Which members of requests and responses name the resources of a service.
///
/// The names of members are those that CloudTrail records: the parameters of each service's API reference
/// (https://docs.aws.amazon.com/index.html), first letter in lower case for most services.
struct ResourceTable {
  /// One member that names a resource.
  struct Row {
    /// The name of the member, at any depth.
    let member: String
    /// The type in CloudFormation's names.
    let type: String
    /// The ARN with `{id}`, `{account}` and `{region}`; nil when the member holds the name as it is to be shown.
    let arn: String?
  }

  private static func row(_ member: String, _ type: String, _ arn: String? = nil) -> Row {
    Row(member: member, type: type, arn: arn)
  }

  /// The rows of each service, the one that a call is most likely about first.
  static let services: [String: [Row]] = [
    "iam": [
      row("roleName", "AWS::IAM::Role", "arn:aws:iam::{account}:role/{id}"),
      row("userName", "AWS::IAM::User", "arn:aws:iam::{account}:user/{id}"),
      row("groupName", "AWS::IAM::Group", "arn:aws:iam::{account}:group/{id}"),
      row("policyArn", "AWS::IAM::ManagedPolicy"),
      row("instanceProfileName", "AWS::IAM::InstanceProfile", "arn:aws:iam::{account}:instance-profile/{id}"),
      row("sAMLProviderArn", "AWS::IAM::SAMLProvider"),
      row("openIDConnectProviderArn", "AWS::IAM::OIDCProvider"),
      row("serialNumber", "AWS::IAM::VirtualMFADevice"),
      row("policyName", "AWS::IAM::ManagedPolicy", "arn:aws:iam::{account}:policy/{id}"),
    ],
    "sts": [row("roleArn", "AWS::IAM::Role")],
    "ec2": [
      row("resourceId", "AWS::EC2::Resource"), row("instanceId", "AWS::EC2::Instance"),
      row("snapshotId", "AWS::EC2::Snapshot"), row("volumeId", "AWS::EC2::Volume"),
      row("groupId", "AWS::EC2::SecurityGroup"),
      row("networkInterfaceId", "AWS::EC2::NetworkInterface"), row("natGatewayId", "AWS::EC2::NatGateway"),
      row("vpcEndpointId", "AWS::EC2::VPCEndpoint"),
      row("vpcPeeringConnectionId", "AWS::EC2::VPCPeeringConnection"),
      row("internetGatewayId", "AWS::EC2::InternetGateway"), row("networkAclId", "AWS::EC2::NetworkAcl"),
      row("routeTableId", "AWS::EC2::RouteTable"), row("subnetId", "AWS::EC2::Subnet"),
      row("keyName", "AWS::EC2::KeyPair"), row("launchTemplateId", "AWS::EC2::LaunchTemplate"),
      row("allocationId", "AWS::EC2::EIP"), row("imageId", "AWS::EC2::Image"), row("vpcId", "AWS::EC2::VPC"),
    ],
    "s3": [row("bucketName", "AWS::S3::Bucket", "arn:aws:s3:::{id}")],
    "lambda": [
      row(
        "functionName", "AWS::Lambda::Function", "arn:aws:lambda:{region}:{account}:function:{id}"),
      row("layerName", "AWS::Lambda::LayerVersion"),
    ],
    "kms": [row("keyId", "AWS::KMS::Key"), row("aliasName", "AWS::KMS::Alias")],
    "cloudtrail": [
      row("name", "AWS::CloudTrail::Trail", "arn:aws:cloudtrail:{region}:{account}:trail/{id}"),
      row("trailName", "AWS::CloudTrail::Trail", "arn:aws:cloudtrail:{region}:{account}:trail/{id}"),
      row("eventDataStore", "AWS::CloudTrail::EventDataStore"),
    ],
    "config": [
      row("configurationRecorderName", "AWS::Config::ConfigurationRecorder"),
      row("deliveryChannelName", "AWS::Config::DeliveryChannel"),
      row("configRuleName", "AWS::Config::ConfigRule"),
      row("conformancePackName", "AWS::Config::ConformancePack"),
      row("retentionConfigurationName", "AWS::Config::RetentionConfiguration"),
    ],
    "guardduty": [row("detectorId", "AWS::GuardDuty::Detector")],
    "securityhub": [
      row("hubArn", "AWS::SecurityHub::Hub"), row("standardsSubscriptionArns", "AWS::SecurityHub::Standard"),
    ],
    "logs": [
      row("logGroupName", "AWS::Logs::LogGroup", "arn:aws:logs:{region}:{account}:log-group:{id}"),
      row("destinationName", "AWS::Logs::Destination"),
    ],
    "events": [
      row("name", "AWS::Events::Rule", "arn:aws:events:{region}:{account}:rule/{id}"),
      row("rule", "AWS::Events::Rule", "arn:aws:events:{region}:{account}:rule/{id}"),
    ],
    "monitoring": [
      row("alarmName", "AWS::CloudWatch::Alarm", "arn:aws:cloudwatch:{region}:{account}:alarm:{id}"),
      row("alarmNames", "AWS::CloudWatch::Alarm", "arn:aws:cloudwatch:{region}:{account}:alarm:{id}"),
    ],
    "rds": [
      row("dBInstanceIdentifier", "AWS::RDS::DBInstance", "arn:aws:rds:{region}:{account}:db:{id}"),
      row("dBClusterIdentifier", "AWS::RDS::DBCluster", "arn:aws:rds:{region}:{account}:cluster:{id}"),
      row("dBSnapshotIdentifier", "AWS::RDS::DBSnapshot", "arn:aws:rds:{region}:{account}:snapshot:{id}"),
    ],
    "dynamodb": [row("tableName", "AWS::DynamoDB::Table", "arn:aws:dynamodb:{region}:{account}:table/{id}")],
    "sns": [row("topicArn", "AWS::SNS::Topic"), row("subscriptionArn", "AWS::SNS::Subscription")],
    "sqs": [row("queueUrl", "AWS::SQS::Queue"), row("queueName", "AWS::SQS::Queue")],
    "secretsmanager": [
      row("aRN", "AWS::SecretsManager::Secret"), row("secretId", "AWS::SecretsManager::Secret"),
    ],
    "ssm": [
      row("instanceId", "AWS::EC2::Instance"), row("instanceIds", "AWS::EC2::Instance"),
      row("target", "AWS::EC2::Instance"), row("documentName", "AWS::SSM::Document"),
      row("name", "AWS::SSM::Parameter"),
    ],
    "eks": [
      row("clusterName", "AWS::EKS::Cluster", "arn:aws:eks:{region}:{account}:cluster/{id}"),
      row("name", "AWS::EKS::Cluster", "arn:aws:eks:{region}:{account}:cluster/{id}"),
    ],
    "ecs": [
      row("service", "AWS::ECS::Service"), row("cluster", "AWS::ECS::Cluster"),
      row("family", "AWS::ECS::TaskDefinition"),
    ],
    "ecr": [row("repositoryName", "AWS::ECR::Repository", "arn:aws:ecr:{region}:{account}:repository/{id}")],
    "organizations": [
      row("accountId", "AWS::Organizations::Account"), row("policyId", "AWS::Organizations::Policy"),
      row("targetId", "AWS::Organizations::Account"),
    ],
    "route53": [row("hostedZoneId", "AWS::Route53::HostedZone")],
    "elasticloadbalancing": [
      row("loadBalancerArn", "AWS::ElasticLoadBalancingV2::LoadBalancer"),
      row("loadBalancerName", "AWS::ElasticLoadBalancing::LoadBalancer"),
      row("listenerArn", "AWS::ElasticLoadBalancingV2::Listener"),
    ],
    "autoscaling": [row("autoScalingGroupName", "AWS::AutoScaling::AutoScalingGroup")],
    "cloudformation": [
      row("stackId", "AWS::CloudFormation::Stack"), row("stackName", "AWS::CloudFormation::Stack"),
    ],
  ]

  /// Beginnings of identifiers of EC2.
  static let prefixes = [
    "i": "AWS::EC2::Instance", "vol": "AWS::EC2::Volume", "snap": "AWS::EC2::Snapshot",
    "ami": "AWS::EC2::Image",
    "sg": "AWS::EC2::SecurityGroup", "vpc": "AWS::EC2::VPC", "subnet": "AWS::EC2::Subnet",
    "eni": "AWS::EC2::NetworkInterface", "rtb": "AWS::EC2::RouteTable", "igw": "AWS::EC2::InternetGateway",
    "nat": "AWS::EC2::NatGateway", "acl": "AWS::EC2::NetworkAcl", "lt": "AWS::EC2::LaunchTemplate",
    "eipalloc": "AWS::EC2::EIP", "vpce": "AWS::EC2::VPCEndpoint", "pcx": "AWS::EC2::VPCPeeringConnection",
  ]

  /// Calls of services that are about another member than the first one of the table.
  static let calls: [String: String] = [
    "ec2:CreateImage": "imageId", "ec2:DeregisterImage": "imageId", "ec2:ModifyImageAttribute": "imageId",
    "ec2:CreateSnapshot": "snapshotId", "ec2:AttachVolume": "volumeId", "ec2:CreateKeyPair": "keyName",
    "ec2:CreateSecurityGroup": "groupId", "ec2:AssociateAddress": "allocationId",
    "iam:AddUserToGroup": "userName", "iam:RemoveUserFromGroup": "userName",
    "iam:CreatePolicyVersion": "policyArn", "iam:AddRoleToInstanceProfile": "instanceProfileName",
    "lambda:AddPermission": "functionName", "kms:CreateAlias": "aliasName",
  ]
}
