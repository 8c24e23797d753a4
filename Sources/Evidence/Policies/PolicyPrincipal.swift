/// A principal that the policy of a resource names.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
struct PolicyPrincipal {
  let kind: String
  let name: String

  /// Whether it is an account as a whole.
  var isAccount: Bool {
    (name.count == 12 && name.allSatisfy(\.isNumber)) || name.hasSuffix(":root")
  }

  /// Whether the caller is meant.
  func matches(_ request: RequestContext) -> Bool {
    guard kind == "AWS" else { return false }
    if name == "*" { return true }
    if isAccount { return name.contains(request.account) && !request.account.isEmpty }
    return name == request.principalARN || name == request.issuerARN
  }

  /// Whether the caller is named by its own ARN, not by that of its role.
  func isExactly(_ request: RequestContext) -> Bool {
    kind == "AWS" && (name == request.principalARN || name == "*")
  }
}
