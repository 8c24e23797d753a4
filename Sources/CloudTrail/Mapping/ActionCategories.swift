import Events

/// The ECS categories and types of actions. They depend on the action alone, whatever the service.
///
/// The rows restate which categories Elastic's AWS integration gives to which `eventName`
/// (https://www.elastic.co/docs/reference/integrations/aws/cloudtrail); rules in EQL rely on them.
enum ActionCategories {
  /// The values for one action.
  struct Row: Sendable {
    let category: [String]
    let type: [String]
    /// The category as documents have it.
    let categoryValue: JSON
    /// The type as documents have it.
    let typeValue: JSON

    init(category: [String], type: [String]) {
      self.category = category
      self.type = type
      categoryValue = .array(category.map { .string($0) })
      typeValue = .array(type.map { .string($0) })
    }
  }

  /// The values for an action; nil for actions without a category.
  static func row(for action: String) -> Row? { rows[action] }

  private static let rows: [String: Row] = {
    var rows: [String: Row] = [:]
    for (category, types, actions) in groups {
      let row = Row(category: [category], type: types)
      for action in actions.split(separator: " ") { rows[String(action)] = row }
    }
    return rows
  }()

  private static let groups: [(category: String, types: [String], actions: String)] = [
    (
      "iam", ["group", "change"],
      """
      AddUserToGroup AttachGroupPolicy DeleteGroupPolicy DetachGroupPolicy PutGroupPolicy \
      RemoveUserFromGroup UpdateGroup
      """
    ),
    (
      "iam", ["group", "creation"],
      """
      CreateGroup
      """
    ),
    (
      "iam", ["group", "deletion"],
      """
      DeleteGroup
      """
    ),
    (
      "iam", ["group", "info"],
      """
      GetGroup GetGroupPolicy ListAttachedGroupPolicies ListGroupPolicies ListGroups
      """
    ),
    (
      "iam", ["user", "change"],
      """
      AttachUserPolicy ChangePassword CreateAccessKey CreateVirtualMFADevice DeactivateMFADevice \
      DeleteAccessKey DeleteSSHPublicKey DeleteUserPermissionsBoundary DeleteUserPolicy \
      DeleteVirtualMFADevice DetachUserPolicy EnableMFADevice PutUserPermissionsBoundary \
      PutUserPolicy TagUser UntagUser UpdateAccessKey UpdateLoginProfile UpdateSSHPublicKey \
      UpdateUser
      """
    ),
    (
      "iam", ["user", "creation"],
      """
      CreateUser
      """
    ),
    (
      "iam", ["user", "deletion"],
      """
      DeleteUser
      """
    ),
    (
      "iam", ["user", "info"],
      """
      GetUser GetUserPolicy ListAttachedUserPolicies ListGroupsForUser ListUserPolicies \
      ListUserTags ListUsers
      """
    ),
    (
      "iam", ["admin", "creation"],
      """
      CreateKeyPair
      """
    ),
    (
      "iam", ["admin", "change"],
      """
      SetDefaultPolicyVersion SetSecurityTokenServicePreferences UpdateAccountPasswordPolicy \
      UpdateRole
      """
    ),
    (
      "iam", ["info"],
      """
      GetPolicy ListAttachedRolePolicies ListRoles
      """
    ),
    (
      "iam", ["creation"],
      """
      CreatePolicy
      """
    ),
    (
      "iam", ["change"],
      """
      AttachRolePolicy
      """
    ),
    (
      "authentication", ["info"],
      """
      AssumeRole ConsoleLogin GetCallerIdentity
      """
    ),
    (
      "file", ["creation"],
      """
      CreateBucket CreateDocument
      """
    ),
    (
      "file", ["deletion"],
      """
      DeleteBucket DeleteObject
      """
    ),
    (
      "file", ["info"],
      """
      GetObject HeadObject ListBuckets ListObjects
      """
    ),
    (
      "file", ["change"],
      """
      PutObject
      """
    ),
    (
      "host", ["info"],
      """
      DescribeInstances DescribeVolumes ListInstanceAssociations
      """
    ),
    (
      "network", ["info"],
      """
      DescribeLoadBalancers DescribeNetworkAcls DescribeNetworkInterfaces DescribeSecurityGroups \
      DescribeVpcs
      """
    ),
    (
      "network", ["access"],
      """
      AuthorizeSecurityGroupIngress
      """
    ),
    (
      "api", ["info"],
      """
      Converse DescribeRegions Publish
      """
    ),
    (
      "configuration", ["info"],
      """
      DescribeTrails
      """
    ),
    (
      "configuration", ["creation"],
      """
      CreateTopic
      """
    ),
    (
      "configuration", ["change"],
      """
      Subscribe
      """
    ),
    (
      "configuration", ["deletion"],
      """
      DeleteTrail
      """
    ),
    (
      "package", ["info"],
      """
      ListFunctions
      """
    ),
    (
      "database", ["info"],
      """
      DescribeDBInstances ListTables
      """
    ),
    (
      "process", ["start"],
      """
      SendCommand
      """
    ),
    (
      "session", ["start"],
      """
      CreateControlChannel CreateDataChannel OpenControlChannel OpenDataChannel StartSession
      """
    ),
    (
      "session", ["end"],
      """
      TerminateSession
      """
    ),
  ]
}
