/// What a digest says of the one before it.
struct DigestLink {
  /// The signature of the older digest.
  let signature: String?
  /// The hash of the older digest.
  let hash: String?
  /// Whether the digest that says so is verified.
  let isTrusted: Bool

  init(_ document: DigestDocument, isTrusted: Bool) {
    signature = document.previousSignature
    hash = document.previous?.hashValue?.lowercased()
    self.isTrusted = isTrusted
  }
}
