/// Why a file is not valid, or why nobody can say.
public enum IntegrityReason: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file is not where its name says.
  case notFound
  /// The file could not be read.
  case unreadable(String)
  /// The file is no gzip stream, or a damaged one.
  case invalidGzip(String)
  /// Something stands behind the end of the gzip stream.
  case trailingBytes(Int)
  /// The content is not that of a digest.
  case invalidFormat(String)
  /// The metadata kept beside a digest cannot be used.
  case invalidMetadata(String)
  /// The digest says that it was delivered elsewhere.
  case moved(from: ObjectLocation)
  /// The hash or the signature was made with an algorithm that CloudTrail does not use.
  case unsupportedAlgorithm(String)
  /// None of the given public keys has the fingerprint.
  case publicKeyNotFound(fingerprint: String, region: String)
  /// The public key with the fingerprint is no RSA key of 2,048 bits or more in PKCS#1 DER.
  case unusableKey(fingerprint: String)
  /// The signature was not made over this content with this key.
  case signatureMismatch
  /// The content has another hash than the file that lists it says.
  case hashMismatch
  /// A verified digest before this one differs from what this one says of it.
  case contradictsPrevious
  /// The chain leads to a digest again that it already went through.
  case loop
  /// No public keys were given.
  case noPublicKeys
  /// Nothing has the signature: neither metadata beside the digest nor a digest after it.
  case noSignature
  /// The digest is in no chain, and nothing has its signature.
  case notInChain
  /// The digest that lists the file is itself not verified.
  case digestUnverified
  /// The digest that lists the file is not valid, so that its list says nothing.
  case digestInvalid
  /// No digest lists the file.
  case notListed

  /// The reason in words, and what to do where something can be done.
  public var description: String {
    switch self {
    case .notFound: "not found"
    case .unreadable(let why): "cannot be read: \(why)"
    case .invalidGzip(let why): "invalid gzip: \(why)"
    case .trailingBytes(let count): "\(count) bytes stand behind the end of the gzip stream"
    case .invalidFormat(let why): "invalid format: \(why)"
    case .invalidMetadata(let why): "invalid metadata: \(why); save the answer of aws s3api head-object"
    case .moved(let origin): "has been moved; it was delivered as \(origin)"
    case .unsupportedAlgorithm(let name): "algorithm \(name) is not one that CloudTrail uses"
    case .publicKeyNotFound(let fingerprint, let region):
      "no public key with fingerprint \(fingerprint); get the keys of the time from "
        + "aws cloudtrail list-public-keys --region \(region)"
    case .unusableKey(let fingerprint): "the public key \(fingerprint) is no RSA key in PKCS#1 DER"
    case .signatureMismatch: "signature verification failed"
    case .hashMismatch: "hash value does not match"
    case .contradictsPrevious: "says of the digest before it what is not so"
    case .loop: "the chain comes back to this digest"
    case .noPublicKeys:
      "no public keys were given; --public-keys takes the answer of aws cloudtrail list-public-keys"
    case .noSignature:
      "nothing here has its signature; save its metadata as \(DigestMetadata.fileSuffix), or copy the digest after it"
    case .notInChain: "no digest names it as the one before it, and nothing here has its signature"
    case .digestUnverified: "its hash matches, but the digest that lists it is not verified"
    case .digestInvalid: "the digest that lists it is not valid"
    case .notListed: "no digest lists it"
    }
  }
}
