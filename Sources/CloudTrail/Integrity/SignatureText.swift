/// The text that CloudTrail signs for a digest.
///
/// Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html,
/// "Construct the string to sign".
enum SignatureText {
  /// The only algorithm that digests are signed with.
  static let signatureAlgorithm = "SHA256withRSA"
  /// The only algorithm that hashes are made with.
  static let hashAlgorithm = "SHA-256"

  /// Four lines without a newline at the end: end time, place, hash of the inflated digest, signature of the one before.
  static func text(_ digest: DigestDocument, hash: String) -> String {
    [
      digest.endText, "\(digest.location.bucket)/\(digest.location.key)", hash,
      digest.previousSignature ?? "null",
    ].joined(separator: "\n")
  }
}
