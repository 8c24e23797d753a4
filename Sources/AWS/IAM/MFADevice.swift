public import Events

/// A device for multi-factor authentication.
public struct MFADevice: Sendable, Hashable {
  /// The serial number, or the ARN of a virtual device.
  public let serialNumber: String
  /// The user.
  public let userName: String?
  /// Since when it is in use.
  public let enableDate: Timestamp?
}
