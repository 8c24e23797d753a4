public import Events

/// What S3 keeps beside a digest object and is needed to verify it.
public struct DigestMetadata: Sendable, Hashable {
  /// The signature in hexadecimal.
  public let signature: String
  /// How it was made.
  public let algorithm: String
  /// When a backfill digest was made, which tells the period of its key; nil when the metadata does not say.
  public let backfillGeneration: Timestamp?

  /// The end of the name of the file that has the metadata of a digest beside it in a local copy.
  public static let fileSuffix = ".metadata.json"

  /// Metadata from its parts.
  public init(signature: String, algorithm: String, backfillGeneration: Timestamp? = nil) {
    self.signature = signature
    self.algorithm = algorithm
    self.backfillGeneration = backfillGeneration
  }

  /// Reads user metadata; the names of its entries come in any case.
  ///
  /// - Throws: When the signature or its algorithm is missing.
  public init(_ entries: JSONObject) throws(IntegrityReason) {
    func text(_ name: String) -> String? { entries.first { $0.key.lowercased() == name }?.value.string }
    guard let signature = text("signature"), let algorithm = text("signature-algorithm") else {
      throw .invalidMetadata("signature and signature-algorithm must be in it")
    }
    self.init(
      signature: signature, algorithm: algorithm,
      backfillGeneration: text("backfill-generation-timestamp").flatMap { Timestamp($0) })
  }

  /// Reads the answer of `aws s3api head-object`, or the `Metadata` of it alone.
  ///
  /// - Throws: What is wrong with it.
  public init(headObject bytes: [UInt8]) throws(IntegrityReason) {
    let json: JSON
    do {
      json = try JSONReader.read(bytes)
    } catch {
      throw .invalidMetadata("\(error)")
    }
    guard let object = (json["Metadata"] ?? json).object else {
      throw .invalidMetadata("it is no JSON object")
    }
    try self.init(object)
  }
}
