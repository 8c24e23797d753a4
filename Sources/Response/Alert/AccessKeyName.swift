/// The identifiers of access keys. Source: IAM User Guide, "IAM identifiers", unique IDs: `AKIA` begins a long-term
/// key of a user, `ASIA` a temporary one.
enum AccessKeyName {
  /// The identifier when it is one: 16 to 128 letters and digits.
  static func checked(_ text: String) -> String? {
    let isName = text.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
    }
    return isName && (16...128).contains(text.utf8.count) ? text : nil
  }

  static func isTemporary(_ id: String) -> Bool { id.hasPrefix("ASIA") }
}
