import Events

/// Who did something, as lists of alerts show it.
package enum PrincipalText {
  /// The user's or role's name, with the session's where there is one.
  ///
  /// - Parameters:
  ///   - arn: `aws.cloudtrail.user_identity.arn`.
  ///   - name: `user.name`.
  ///   - service: `aws.cloudtrail.user_identity.invoked_by`.
  /// - Returns: The text, which is empty when nothing is known.
  package static func text(arn: String?, name: String?, service: String?) -> String {
    if let arn, let name, arn.containsBytes(of: ":assumed-role/"),
      let session = arn.split(separator: "/").last
    {
      return "\(name)/\(session)"
    }
    return name ?? arn ?? service ?? ""
  }
}
