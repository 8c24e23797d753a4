import AWS
import Events
import OrderedCollections
import Rules

/// How an account is reached: `[[response.account]]`.
public struct AccountSettings: Sendable, Hashable {
  /// The account.
  public let id: String
  /// The role of the account that is taken on.
  public let roleARN: String
  /// What the role's trust policy asks for; nil for nothing.
  public let externalID: String?

  /// How an account is reached.
  public init(id: String, roleARN: String, externalID: String? = nil) {
    self.id = id
    self.roleARN = roleARN
    self.externalID = externalID
  }

  init(_ table: FieldReader) throws(FieldError) {
    try table.refuseUnknown(["id", "role_arn", "external_id"])
    id = try table.requiredString("id")
    guard AlertFacts.account(id) != nil else { throw FieldError(table.name("id"), "must have twelve digits") }
    roleARN = try table.requiredString("role_arn")
    guard let role = IAMPrincipalName(arn: roleARN), case .role = role.principal else {
      throw FieldError(table.name("role_arn"), "must be the ARN of a role")
    }
    guard role.account == id else {
      throw FieldError(table.name("role_arn"), "is a role of the account \(role.account), not of \(id)")
    }
    externalID = try table.string("external_id")
  }
}
