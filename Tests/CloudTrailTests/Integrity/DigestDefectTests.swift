import CloudTrail
import Events
import Foundation
import OrderedCollections
import TestSupport
import Testing

/// Every defect of digests, one test for each.
@Suite struct DigestDefectTests: IntegrityTesting {
  @Test func anAlteredDigestIsInvalid() async throws {
    var chain = DigestChain()
    var document = try chain.document(of: chain.digests[4])
    document["logFiles"] = []
    chain.store(digest: chain.digests[4], document, signedWith: nil)
    let report = try await verify(chain)
    // The digest before it is still verified: the altered one carries the genuine signature of it.
    #expect(report.digestCounts == counts(8, invalid: 1))
    #expect(reasons(report, chain.digests[4]) == [.hashMismatch])
    #expect(report.unlisted.map(\.key) == chain.logs[4])
    #expect(report.chains[0].gaps.map(\.cause) == [.invalid] && !report.isComplete)
  }

  @Test func anAlteredNewestDigestIsInvalidByItsMetadata() async throws {
    var chain = DigestChain()
    var document = try chain.document(of: chain.digests[8])
    document["logFiles"] = []
    chain.store(digest: chain.digests[8], document, signedWith: nil)
    let report = try await verify(chain)
    #expect(reasons(report, chain.digests[8]) == [.signatureMismatch])
    #expect(report.digestCounts == counts(8, invalid: 1))
  }

  @Test func aNewestDigestThatContradictsAVerifiedOneIsInvalid() async throws {
    var chain = DigestChain()
    var document = try chain.document(of: chain.digests[8])
    document["previousDigestHashValue"] = .string(String(repeating: "0", count: 64))
    chain.store(digest: chain.digests[8], document, signedWith: nil)
    let report = try await verify(chain, metadata: .none)
    #expect(reasons(report, chain.digests[8]) == [.contradictsPrevious])
    #expect(report.digestCounts == counts(8, invalid: 1))
  }

  @Test func aBadSignatureIsInvalid() async throws {
    var chain = DigestChain()
    chain.signatures[chain.digests[8]] = String(repeating: "ab", count: 256)
    let report = try await verify(chain)
    #expect(reasons(report, chain.digests[8]) == [.signatureMismatch])
    // What an invalid digest lists proves nothing.
    #expect(reasons(report, chain.logs[8][1]) == [.digestInvalid])
    #expect(report.digestCounts == counts(8, invalid: 1) && report.logCounts == counts(14, unverified: 2))
    chain.signatures[chain.digests[8]] = "no hexadecimal"
    #expect(try await reasons(verify(chain), chain.digests[8]) == [.signatureMismatch])
  }

  @Test func aDigestSignedByAnotherKeyIsInvalid() async throws {
    var options = DigestChain.Options()
    options.keys = [8: .second]
    let chain = DigestChain(options)
    let report = try await verify(chain)
    let reason = IntegrityReason.publicKeyNotFound(
      fingerprint: SigningKey.second.fingerprint, region: "us-east-1")
    #expect(reasons(report, chain.digests[8]) == [reason])
    #expect(report.digestCounts == counts(8, invalid: 1))
    // A digest that claims the right key but was signed with another.
    var forged = DigestChain()
    try forged.store(digest: forged.digests[8], forged.document(of: forged.digests[8]), signedWith: .second)
    #expect(try await reasons(verify(forged), forged.digests[8]) == [.signatureMismatch])
  }

  @Test func aKeyThatIsNoneIsSaid() async throws {
    let folder = try TemporaryFolder()
    let chain = DigestChain()
    try chain.save(in: folder, metadata: .newest)
    var keys = PublicKeySet()
    keys.add(fingerprint: SigningKey.first.fingerprint, base64: "AAAA")
    let mirror = try LocalMirror(path: folder.url.path)
    let report = try await IntegrityVerifier(source: mirror, keys: keys).verify()
    #expect(report.digestCounts == counts(0, invalid: 9))
    #expect(
      reasons(report, chain.digests[2]) == [.unusableKey(fingerprint: SigningKey.first.fingerprint)])
  }

  @Test func anotherAlgorithmIsInvalid() async throws {
    let folder = try TemporaryFolder()
    let chain = DigestChain()
    try chain.save(in: folder, metadata: .newest)
    _ = try folder.write(
      chain.digests[8] + ".metadata.json",
      "{\"Metadata\":{\"Signature\":\"00\",\"Signature-Algorithm\":\"SHA1withRSA\"}}")
    let report = try await verify(folder.url.path)
    #expect(reasons(report, chain.digests[8]) == [.unsupportedAlgorithm("SHA1withRSA")])
  }

  @Test func metadataWithoutASignatureIsInvalid() async throws {
    let folder = try TemporaryFolder()
    let chain = DigestChain()
    try chain.save(in: folder, metadata: .none)
    _ = try folder.write(chain.digests[8] + ".metadata.json", "{\"Metadata\":{}}")
    let report = try await verify(folder.url.path)
    #expect(report.digestCounts == counts(8, invalid: 1))
  }

  @Test func aMissingDigestIsSaid() async throws {
    var chain = DigestChain()
    chain.objects[chain.digests[4]] = nil
    let report = try await verify(chain)
    // Nothing has the signature of the digest before it.
    #expect(report.digestCounts == counts(7, missing: 1, unverified: 1))
    #expect(reasons(report, chain.digests[4]) == [.notFound])
    #expect(reasons(report, chain.digests[3]) == [.noSignature])
    #expect(report.chains[0].gaps.map(\.cause) == [.missing] && !report.isComplete)
    // With its metadata it is verified.
    let complete = try await verify(chain, metadata: .all)
    #expect(complete.digestCounts == counts(8, missing: 1))
  }

  @Test func aMovedDigestIsInvalid() async throws {
    var chain = DigestChain()
    let key = chain.digests[8]
    chain.move(key, to: key.replacing("/2026/", with: "/2027/"))
    let report = try await verify(chain)
    #expect(report.digestCounts == counts(8, invalid: 1))
    #expect(
      report.chains[0].digests[0].reason
        == .moved(from: ObjectLocation(bucket: "trail-bucket", key: key)))
  }

  @Test func aDigestOfAnotherBucketIsInvalid() async throws {
    let report = try await verify(DigestChain(), bucket: "another-bucket")
    #expect(report.digestCounts.valid == 0 && report.digestCounts.invalid == 9)
  }

  @Test func aGapIsSaid() async throws {
    var options = DigestChain.Options()
    options.newChains = [5]
    var chain = DigestChain(options)
    chain.objects[chain.digests[4]] = nil
    let report = try await verify(chain, metadata: .all)
    #expect(report.digestCounts == counts(8) && report.chains[0].gaps.map(\.cause) == [.notDelivered])
    let gap = try #require(report.chains[0].gaps.first)
    #expect(
      (gap.to?.nanoseconds ?? 0) - (gap.from?.nanoseconds ?? 0) == 3_600_000_000_000 && !report.isComplete)
  }

  @Test func digestsThatAreNoneAreInvalid() async throws {
    let good = DigestChain()
    let key = good.digests[8]
    let bytes = try #require(good.objects[key])
    let cases: [(String, [UInt8], (IntegrityReason?) -> Bool)] = [
      ("text", Array("{}".utf8), { if case .invalidGzip? = $0 { true } else { false } }),
      ("empty", [], { if case .invalidGzip? = $0 { true } else { false } }),
      (
        "cut off", Array(bytes.prefix(bytes.count / 2)),
        { if case .invalidGzip? = $0 { true } else { false } }
      ),
      ("trailing", bytes + [0, 0, 0], { $0 == .trailingBytes(3) }),
      ("second member", bytes + bytes, { $0 == .trailingBytes(bytes.count) }),
      (
        "no JSON", Gzip.compress(Array("digest".utf8)),
        { if case .invalidFormat? = $0 { true } else { false } }
      ),
      ("an array", Gzip.compress(Array("[]".utf8)), { $0 == .invalidFormat("it is no JSON object") }),
      ("no fields", Gzip.compress(Array("{}".utf8)), { $0 == .invalidFormat("digestS3Bucket is missing") }),
    ]
    for (name, content, isExpected) in cases {
      var chain = good
      chain.objects[key] = content
      let report = try await verify(chain)
      #expect(isExpected(report.chains[0].digests[0].reason), "\(name): \(report.chains[0].digests[0])")
      #expect(report.digestCounts == counts(7, invalid: 1, unverified: 1), "\(name)")
    }
  }

  @Test func requiredFieldsAreRequired() async throws {
    for field in [
      "digestPublicKeyFingerprint", "digestS3Bucket", "digestS3Object", "previousDigestSignature",
      "digestEndTime",
      "digestStartTime",
    ] {
      var chain = DigestChain()
      var document = try chain.document(of: chain.digests[4])
      document[field] = nil
      chain.store(digest: chain.digests[4], document, signedWith: .first)
      let report = try await verify(chain, metadata: .all)
      #expect(reasons(report, chain.digests[4]) == [.invalidFormat("\(field) is missing")])
      #expect(report.digestCounts == counts(8, invalid: 1), "\(field)")
    }
  }

  @Test func aChainThatBitesItsTailEnds() async throws {
    var chain = DigestChain()
    var document = try chain.document(of: chain.digests[0])
    document["previousDigestS3Bucket"] = "trail-bucket"
    document["previousDigestS3Object"] = .string(chain.digests[8])
    chain.store(digest: chain.digests[0], document, signedWith: .first)
    let report = try await verify(chain, metadata: .all)
    #expect(report.digestCounts.total == 9 && report.digestCounts.invalid == 1)
  }

  @Test func aDigestThatTheChainPassesByIsNotTaken() async throws {
    var chain = DigestChain()
    var document = try chain.document(of: chain.digests[8])
    let older = try chain.document(of: chain.digests[7])
    for field in ["S3Bucket", "S3Object", "HashValue", "HashAlgorithm", "Signature"] {
      document["previousDigest" + field] = older["previousDigest" + field]
    }
    chain.store(digest: chain.digests[8], document, signedWith: .first)
    let report = try await verify(chain)
    #expect(reasons(report, chain.digests[7]) == [.notInChain])
    #expect(report.digestCounts == counts(8, unverified: 1))
  }
}
