public import Events

/// The content of a digest file.
///
/// Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html,
/// "Digest file field descriptions".
public struct DigestDocument: Sendable, Hashable {
  /// What a digest says of the one before it.
  public struct Previous: Sendable, Hashable {
    /// Where it was delivered.
    public let location: ObjectLocation
    /// The hash of its inflated content in hexadecimal.
    public let hashValue: String?
    /// The algorithm of the hash.
    public let hashAlgorithm: String?
  }

  /// Where the digest was delivered.
  public let location: ObjectLocation
  /// The start of the period that it covers.
  public let start: Timestamp
  /// The end of the period that it covers.
  public let end: Timestamp
  /// The end as it stands in the file: the signature covers the text.
  public let endText: String
  /// Which key signed it.
  public let fingerprint: String
  /// How it was signed; nil when it does not say.
  public let signatureAlgorithm: String?
  /// The digest before it; nil at the start of a chain.
  public let previous: Previous?
  /// The signature of the digest before it in hexadecimal; nil at the start of a chain.
  public let previousSignature: String?
  /// The log files of the period.
  public let logFiles: [DigestLogFile]

  /// Reads the inflated content of a digest file.
  ///
  /// - Throws: Which field is missing or of a wrong kind.
  public init(_ bytes: [UInt8]) throws(IntegrityReason) {
    let json: JSON
    do {
      json = try JSONReader.read(bytes)
    } catch {
      throw .invalidFormat("\(error)")
    }
    guard json.object != nil else { throw .invalidFormat("it is no JSON object") }
    location = ObjectLocation(
      bucket: try Self.text(json, "digestS3Bucket"), key: try Self.text(json, "digestS3Object"))
    fingerprint = try Self.text(json, "digestPublicKeyFingerprint")
    start = try Self.time(json, "digestStartTime").time
    (end, endText) = try Self.time(json, "digestEndTime")
    guard json["previousDigestSignature"] != nil else {
      throw .invalidFormat("previousDigestSignature is missing")
    }
    previousSignature = try Self.optionalText(json, "previousDigestSignature")
    signatureAlgorithm = try Self.optionalText(json, "digestSignatureAlgorithm")
    previous = try Self.previous(json)
    logFiles = try Self.logFiles(json)
  }

  private static func previous(_ json: JSON) throws(IntegrityReason) -> Previous? {
    guard let bucket = try optionalText(json, "previousDigestS3Bucket"),
      let key = try optionalText(json, "previousDigestS3Object")
    else { return nil }
    return Previous(
      location: ObjectLocation(bucket: bucket, key: key),
      hashValue: try optionalText(json, "previousDigestHashValue"),
      hashAlgorithm: try optionalText(json, "previousDigestHashAlgorithm"))
  }

  private static func logFiles(_ json: JSON) throws(IntegrityReason) -> [DigestLogFile] {
    switch json["logFiles"] {
    case nil, .null?: return []
    case .array(let entries)?:
      var files: [DigestLogFile] = []
      files.reserveCapacity(entries.count)
      for entry in entries {
        files.append(
          DigestLogFile(
            location: ObjectLocation(bucket: try text(entry, "s3Bucket"), key: try text(entry, "s3Object")),
            hashValue: try text(entry, "hashValue"),
            hashAlgorithm: try optionalText(entry, "hashAlgorithm") ?? SignatureText.hashAlgorithm))
      }
      return files
    default: throw .invalidFormat("logFiles is no list")
    }
  }

  private static func text(_ json: JSON, _ key: String) throws(IntegrityReason) -> String {
    guard let value = json[key] else { throw .invalidFormat("\(key) is missing") }
    guard let text = value.string else { throw .invalidFormat("\(key) is no text") }
    return text
  }

  private static func optionalText(_ json: JSON, _ key: String) throws(IntegrityReason) -> String? {
    guard let value = json[key], value != .null else { return nil }
    guard let text = value.string else { throw .invalidFormat("\(key) is no text") }
    return text
  }

  private static func time(
    _ json: JSON, _ key: String
  ) throws(IntegrityReason) -> (time: Timestamp, text: String) {
    let text = try text(json, key)
    guard let time = Timestamp(text) else { throw .invalidFormat("\(key) is no time") }
    return (time, text)
  }
}
