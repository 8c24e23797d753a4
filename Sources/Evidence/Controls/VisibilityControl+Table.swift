import Events

/// The controls. Names of calls and parameters are those of each service's API reference.
extension VisibilityControl {
  /// All controls.
  public static let all: [VisibilityControl] = config + cloudTrail + detection + logs + alarms

  private static let config: [VisibilityControl] = [
    VisibilityControl(
      "config.recorder", "AWS Config recorder", provider: "config.amazonaws.com",
      keys: ["configurationRecorderName", "configurationRecorder.name"], defaultKey: "default",
      [
        Trigger("StopConfigurationRecorder", .off), Trigger("DeleteConfigurationRecorder", .removed),
        Trigger("DeleteServiceLinkedConfigurationRecorder", .removed),
        Trigger("StartConfigurationRecorder", .on), Trigger("PutServiceLinkedConfigurationRecorder", .on),
      ],
      loses:
        "Configuration items, Config rule evaluations and what is built on them for this account and region."),
    VisibilityControl(
      "config.scope", "AWS Config recording scope", provider: "config.amazonaws.com",
      keys: ["configurationRecorder.name", "configurationRecorderName"], defaultKey: "default",
      [
        Trigger("PutConfigurationRecorder", .narrowed, when: Narrowing.ofRecorder),
        Trigger("DisassociateResourceTypes", .narrowed),
        Trigger("PutConfigurationRecorder", .on), Trigger("AssociateResourceTypes", .on),
      ],
      loses: "Configuration items of the resource types that are no longer recorded, or all but one a day."),
    VisibilityControl(
      "config.delivery", "AWS Config delivery channel", provider: "config.amazonaws.com",
      keys: ["deliveryChannelName", "deliveryChannel.name"], defaultKey: "default",
      [Trigger("DeleteDeliveryChannel", .removed), Trigger("PutDeliveryChannel", .on)],
      loses: "Delivery of configuration history and snapshots; without a channel the recorder cannot run."),
    VisibilityControl(
      "config.rule", "AWS Config rule", provider: "config.amazonaws.com",
      keys: ["configRuleName", "configRule.configRuleName", "conformancePackName"],
      [
        Trigger("DeleteConfigRule", .removed), Trigger("DeleteConformancePack", .removed),
        Trigger("PutConfigRule", .on), Trigger("PutConformancePack", .on),
      ],
      loses: "What the rule or conformance pack would have judged."),
  ]

  private static let cloudTrail: [VisibilityControl] = [
    VisibilityControl(
      "cloudtrail.logging", "CloudTrail trail", provider: "cloudtrail.amazonaws.com", scope: .account,
      keys: ["name"],
      [
        Trigger("StopLogging", .off), Trigger("DeleteTrail", .removed), Trigger("StartLogging", .on),
      ],
      loses: "Log files of the trail; only event history and other trails still have the calls."),
    VisibilityControl(
      "cloudtrail.selectors", "CloudTrail event selectors", provider: "cloudtrail.amazonaws.com",
      scope: .account,
      keys: ["trailName"],
      [
        Trigger("PutEventSelectors", .narrowed, when: Narrowing.ofSelectors),
        Trigger("PutEventSelectors", .on),
      ],
      loses: "The events that the selectors no longer name."),
    VisibilityControl(
      "cloudtrail.reach", "CloudTrail trail reach", provider: "cloudtrail.amazonaws.com", scope: .account,
      keys: ["name"],
      [
        Trigger("UpdateTrail", .narrowed, when: Narrowing.ofTrail),
        Trigger("UpdateTrail", .on, when: Narrowing.trailWidens),
      ],
      loses: "Events of other regions, of global services, or the proof that log files are unaltered."),
    VisibilityControl(
      "cloudtrail.lake", "CloudTrail Lake event data store", provider: "cloudtrail.amazonaws.com",
      scope: .account,
      keys: ["eventDataStore"],
      [
        Trigger("StopEventDataStoreIngestion", .off), Trigger("DeleteEventDataStore", .removed),
        Trigger("StartEventDataStoreIngestion", .on), Trigger("RestoreEventDataStore", .on),
      ],
      loses: "Events in the data store."),
  ]

  private static let detection: [VisibilityControl] = [
    VisibilityControl(
      "guardduty.detector", "GuardDuty detector", provider: "guardduty.amazonaws.com",
      [
        Trigger("DeleteDetector", .removed), Trigger("UpdateDetector", .off, when: Narrowing.isDisabled),
        Trigger("UpdateDetector", .on, when: Narrowing.isEnabled), Trigger("CreateDetector", .on),
      ],
      loses: "Findings of threats in this account and region."),
    VisibilityControl(
      "guardduty.membership", "GuardDuty membership", provider: "guardduty.amazonaws.com",
      [
        Trigger("DisassociateMembers", .off), Trigger("DeleteMembers", .removed),
        Trigger("StopMonitoringMembers", .off), Trigger("DisassociateFromMasterAccount", .off),
        Trigger("DisassociateFromAdministratorAccount", .off), Trigger("StartMonitoringMembers", .on),
        Trigger("AcceptInvitation", .on), Trigger("AcceptAdministratorInvitation", .on),
        Trigger("CreateMembers", .on),
      ],
      loses: "Findings of member accounts where the administrator looks for them."),
    VisibilityControl(
      "securityhub.hub", "Security Hub", provider: "securityhub.amazonaws.com",
      [
        Trigger("DisableSecurityHub", .off), Trigger("EnableSecurityHub", .on),
        Trigger("DisableSecurityHubV2", .off), Trigger("EnableSecurityHubV2", .on),
      ],
      loses: "Findings of all products and the checks of standards in this account and region."),
    VisibilityControl(
      "securityhub.standards", "Security Hub standard", provider: "securityhub.amazonaws.com",
      keys: [
        "standardsSubscriptionArns", "StandardsSubscriptionArns",
        "standardsSubscriptionRequests.standardsArn",
      ],
      [Trigger("BatchDisableStandards", .off), Trigger("BatchEnableStandards", .on)],
      loses: "The checks of the standard."),
    VisibilityControl(
      "macie.session", "Amazon Macie", provider: "macie2.amazonaws.com",
      [Trigger("DisableMacie", .off), Trigger("EnableMacie", .on)], loses: "Findings about data in S3."),
    VisibilityControl(
      "inspector.scans", "Amazon Inspector", provider: "inspector2.amazonaws.com",
      [Trigger("Disable", .off), Trigger("Enable", .on)],
      loses: "Findings about vulnerable machines and images."),
    VisibilityControl(
      "accessanalyzer.analyzer", "IAM Access Analyzer", provider: "access-analyzer.amazonaws.com",
      keys: ["analyzerName"],
      [Trigger("DeleteAnalyzer", .removed), Trigger("CreateAnalyzer", .on)],
      loses: "Findings about resources that others can reach."),
    VisibilityControl(
      "detective.graph", "Amazon Detective", provider: "detective.amazonaws.com",
      [Trigger("DeleteGraph", .removed), Trigger("CreateGraph", .on)], loses: "The behaviour graph."),
    VisibilityControl(
      "organizations.membership", "Organization membership", provider: "organizations.amazonaws.com",
      scope: .account,
      [
        Trigger("LeaveOrganization", .removed), Trigger("RemoveAccountFromOrganization", .removed),
        Trigger("AcceptHandshake", .on),
      ],
      loses: "Organization trails, service control policies and delegated security services for the account."),
  ]

  private static let logs: [VisibilityControl] = [
    VisibilityControl(
      "vpc.flowlogs", "VPC flow logs", provider: "ec2.amazonaws.com",
      keys: [
        "DeleteFlowLogsRequest.FlowLogId.content", "CreateFlowLogsResponse.flowLogIdSet.item",
        "flowLogIdSet.items.flowLogId",
      ],
      [Trigger("DeleteFlowLogs", .removed), Trigger("CreateFlowLogs", .on)],
      loses: "Records of network connections of the VPC, subnet or interface."),
    VisibilityControl(
      "s3.logging", "S3 server access logging", provider: "s3.amazonaws.com", keys: ["bucketName"],
      [
        Trigger("PutBucketLogging", .on, when: Narrowing.hasLogging), Trigger("PutBucketLogging", .off),
      ],
      loses: "Records of requests for objects in the bucket."),
    VisibilityControl(
      "logs.group", "CloudWatch log group", provider: "logs.amazonaws.com", keys: ["logGroupName"],
      [Trigger("DeleteLogGroup", .removed), Trigger("CreateLogGroup", .on)],
      loses: "Everything the group held, and what would have been written to it."),
    VisibilityControl(
      "logs.subscription", "CloudWatch Logs subscription", provider: "logs.amazonaws.com",
      keys: ["logGroupName"],
      [Trigger("DeleteSubscriptionFilter", .removed), Trigger("PutSubscriptionFilter", .on)],
      loses: "The stream of log events to whatever reads them."),
    VisibilityControl(
      "waf.logging", "WAF logging", provider: "wafv2.amazonaws.com",
      keys: ["resourceArn", "loggingConfiguration.resourceArn"],
      [Trigger("DeleteLoggingConfiguration", .removed), Trigger("PutLoggingConfiguration", .on)],
      loses: "Records of web requests."),
    VisibilityControl(
      "route53resolver.querylog", "Resolver query logging", provider: "route53resolver.amazonaws.com",
      keys: ["resourceId"],
      [
        Trigger("DisassociateResolverQueryLogConfig", .off), Trigger("AssociateResolverQueryLogConfig", .on),
      ],
      loses: "DNS queries of the VPC."),
  ]

  private static let alarms: [VisibilityControl] = [
    VisibilityControl(
      "cloudwatch.alarm", "CloudWatch alarm", provider: "monitoring.amazonaws.com",
      keys: ["alarmNames", "alarmName"],
      [
        Trigger("DeleteAlarms", .removed), Trigger("DisableAlarmActions", .off),
        Trigger("EnableAlarmActions", .on), Trigger("PutMetricAlarm", .on), Trigger("PutCompositeAlarm", .on),
      ],
      loses: "The notification that the alarm would have sent."),
    VisibilityControl(
      "events.rule", "EventBridge rule", provider: "events.amazonaws.com", keys: ["name", "rule"],
      [
        Trigger("DisableRule", .off), Trigger("DeleteRule", .removed), Trigger("RemoveTargets", .off),
        Trigger("EnableRule", .on), Trigger("PutRule", .on), Trigger("PutTargets", .on),
      ],
      loses: "What the rule would have started: notifications, functions, tickets."),
  ]
}
