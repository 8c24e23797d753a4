/// Whether an access key can be used.
public enum AccessKeyStatus: String, Sendable, Hashable {
  case active = "Active"
  case inactive = "Inactive"
  case expired = "Expired"
}
