/// Verifies one digest.
///
/// Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
struct DigestCheck {
  /// The public keys; nil when none were given.
  let keys: PublicKeySet?

  /// What was found out.
  struct Outcome {
    var state: VerificationState
    var reason: IntegrityReason?
    /// The content, where it could be read; it may be a lie when the state is invalid.
    var document: DigestDocument?
    /// Whether a digest that is itself not verified says of this verified one what is not so.
    var contradictsLink = false

    static func invalid(_ reason: IntegrityReason, _ document: DigestDocument? = nil) -> Outcome {
      Outcome(state: .invalid, reason: reason, document: document)
    }
  }

  /// Verifies a digest.
  ///
  /// - Parameters:
  ///   - bytes: The digest as it is stored.
  ///   - location: Where it lies; without a bucket when the source cannot tell.
  ///   - key: What its name says.
  ///   - metadata: The metadata beside it.
  ///   - link: What the digest after it says of it; nil when there is none.
  /// - Returns: The state, why, and the content.
  func check(
    _ bytes: [UInt8], at location: ObjectLocation, key: DigestKey, metadata: DigestMetadataLookup,
    link: DigestLink?
  ) -> Outcome {
    var document: DigestDocument?
    do throws(IntegrityReason) {
      let content = try GzipContent.bytes(of: bytes)
      let digest = try DigestDocument(content)
      document = digest
      try Self.checkPlace(digest, location)
      try Self.checkAlgorithms(digest, metadata, key)
      let hash = Hexadecimal.sha256(content)
      let hashes = [hash, Hexadecimal.sha256(bytes)]
      return try decide(digest, hash: hash, hashes: hashes, metadata: metadata, link: link, key: key)
    } catch {
      return .invalid(error, document)
    }
  }

  private static func checkPlace(
    _ digest: DigestDocument, _ location: ObjectLocation
  ) throws(IntegrityReason) {
    let isHere =
      digest.location.key == location.key
      && (location.bucket.isEmpty || digest.location.bucket == location.bucket)
    guard isHere else { throw .moved(from: digest.location) }
  }

  private static func checkAlgorithms(
    _ digest: DigestDocument, _ metadata: DigestMetadataLookup, _ key: DigestKey
  ) throws(IntegrityReason) {
    var names = [digest.signatureAlgorithm].compactMap(\.self)
    switch metadata {
    case .invalid(let reason): throw reason
    case .found(let metadata):
      names.append(metadata.algorithm)
      if key.chain.isBackfill, metadata.backfillGeneration == nil {
        throw .invalidMetadata("backfill-generation-timestamp is missing")
      }
    case .none: break
    }
    if let other = names.first(where: { $0 != SignatureText.signatureAlgorithm }) {
      throw .unsupportedAlgorithm(other)
    }
    if let other = digest.previous?.hashAlgorithm, other != SignatureText.hashAlgorithm {
      throw .unsupportedAlgorithm(other)
    }
  }

  private func decide(
    _ digest: DigestDocument, hash: String, hashes: [String], metadata: DigestMetadataLookup,
    link: DigestLink?, key: DigestKey
  ) throws(IntegrityReason) -> Outcome {
    let hashFits = link?.hash.map(hashes.contains) ?? true
    if let link, link.isTrusted, !hashFits { throw .hashMismatch }
    guard let keys else {
      // Without keys the hash alone can disprove, and nothing can prove.
      guard hashFits else { throw .hashMismatch }
      return Outcome(state: .unverified, reason: .noPublicKeys, document: digest)
    }
    var signatures = [link?.signature].compactMap(\.self)
    if case .found(let metadata) = metadata { signatures.append(metadata.signature) }
    let text = SignatureText.text(digest, hash: hash)
    // The key must be there whether or not there is a signature to try it on.
    let region = key.chain.homeRegion
    let isSigned = try keys.verifies(
      signatures, of: text, fingerprint: digest.fingerprint, region: region)
    guard !signatures.isEmpty else {
      return Outcome(state: .unverified, reason: .noSignature, document: digest)
    }
    guard isSigned else { throw .signatureMismatch }
    var outcome = Outcome(state: .valid, reason: nil, document: digest)
    if let link, !link.isTrusted {
      let signatureFits = try keys.verifies(
        [link.signature].compactMap(\.self), of: text, fingerprint: digest.fingerprint, region: region)
      outcome.contradictsLink = !hashFits || !signatureFits
    }
    return outcome
  }
}
