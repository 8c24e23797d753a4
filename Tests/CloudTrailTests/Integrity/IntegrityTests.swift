import CloudTrail
import Events
import Foundation
import OrderedCollections
import TestSupport
import Testing

/// Chains without defects, periods, and what follows from results.
@Suite struct IntegrityTests: IntegrityTesting {
  @Test func anUndamagedChainIsComplete() async throws {
    let report = try await verify(DigestChain())
    #expect(report.digestCounts == counts(9) && report.logCounts == counts(16))
    #expect(report.isComplete && report.chains.count == 1 && report.unlisted.isEmpty)
    #expect(IntegrityFinding.all(of: report).isEmpty)
    let period = try #require(report.chains.first?.validPeriod)
    #expect(period.upperBound.nanoseconds - period.lowerBound.nanoseconds == 9 * 3_600_000_000_000)
  }

  @Test func withoutMetadataTheNewestIsUnverified() async throws {
    let chain = DigestChain()
    let report = try await verify(chain, metadata: .none)
    #expect(report.digestCounts == counts(8, unverified: 1) && report.logCounts == counts(14, unverified: 2))
    #expect(report.isComplete)
    #expect(reasons(report, chain.digests[8]) == [.noSignature])
    #expect(reasons(report, chain.logs[8][0]) == [.digestUnverified])
  }

  @Test func withoutKeysNothingIsProved() async throws {
    var chain = DigestChain()
    let report = try await verify(chain, keys: nil)
    #expect(report.digestCounts == counts(0, unverified: 9) && report.logCounts == counts(0, unverified: 16))
    // The hashes still disprove.
    var document = try chain.document(of: chain.digests[4])
    document["newestEventTime"] = "2026-10-14T00:00:00Z"
    chain.store(digest: chain.digests[4], document, signedWith: nil)
    let altered = try await verify(chain, keys: nil)
    #expect(reasons(altered, chain.digests[4]) == [.hashMismatch])
  }

  @Test func prefixesAndOrganisationsAreFound() async throws {
    var options = DigestChain.Options()
    options.prefix = "security/trails/"
    options.organization = "o-abcdef1234"
    let chain = DigestChain(options)
    let report = try await verify(chain)
    #expect(report.digestCounts == counts(9) && report.logCounts == counts(16) && report.isComplete)
    #expect(report.chains[0].digests[0].organization == "o-abcdef1234")
    // Copies of the prefix alone, and folders inside of a copy.
    let folder = try TemporaryFolder()
    try chain.save(in: folder, metadata: .newest)
    for inner in [
      "security/trails", "security/trails/AWSLogs", "security/trails/AWSLogs/o-abcdef1234/111122223333",
    ] {
      let report = try await verify(folder.url.appending(path: inner).path)
      #expect(report.digestCounts == counts(9) && report.logCounts == counts(16), "\(inner)")
    }
  }

  @Test func chainsAreToldApart() async throws {
    let folder = try TemporaryFolder()
    var options = DigestChain.Options()
    try DigestChain(options).save(in: folder, metadata: .newest)
    options.region = "us-east-1"
    try DigestChain(options).save(in: folder, metadata: .newest)
    options.account = "444455556666"
    options.trail = "audit"
    try DigestChain(options).save(in: folder, metadata: .none)
    let report = try await verify(folder.url.path)
    #expect(report.chains.map(\.chain.account) == ["111122223333", "111122223333", "444455556666"])
    #expect(report.chains.map(\.chain.region) == ["eu-west-1", "us-east-1", "us-east-1"])
    #expect(report.digestCounts == counts(26, unverified: 1))
  }

  @Test func backfillDigestsAreAChainOfTheirOwn() async throws {
    let folder = try TemporaryFolder()
    try DigestChain().save(in: folder, metadata: .newest)
    var options = DigestChain.Options()
    options.isBackfill = true
    options.hours = 2
    let backfill = DigestChain(options)
    try backfill.save(in: folder, metadata: .newest)
    let report = try await verify(folder.url.path)
    #expect(report.digestCounts == counts(9) && report.backfillCounts == counts(2))
    #expect(report.logCounts == counts(20) && report.isComplete)
    // The metadata of a backfill digest must say when it was made.
    _ = try folder.write(
      backfill.digests[1] + ".metadata.json",
      "{\"Metadata\":{\"signature\":\"\(backfill.signatures[backfill.digests[1]] ?? "")\","
        + "\"signature-algorithm\":\"SHA256withRSA\"}}")
    let broken = try await verify(folder.url.path)
    #expect(broken.backfillCounts == counts(1, invalid: 1))
  }

  @Test func theBucketMayChange() async throws {
    var options = DigestChain.Options()
    options.buckets = [5: "newer-bucket"]
    let chain = DigestChain(options)
    for folderPerBucket in [false, true] {
      let report = try await verify(chain, folderPerBucket: folderPerBucket)
      #expect(report.digestCounts == counts(9) && report.logCounts == counts(16) && report.isComplete)
      #expect(Set(report.chains[0].digests.map(\.location.bucket)) == ["trail-bucket", "newer-bucket"])
    }
    // A copy of the newer bucket alone lacks the older digest that the chain leads to.
    var newer = chain
    for (key, bucket) in newer.buckets where bucket == "trail-bucket" { newer.objects[key] = nil }
    let report = try await verify(newer)
    #expect(report.digestCounts == counts(4, missing: 1))
  }

  @Test func aKeyMayChange() async throws {
    var options = DigestChain.Options()
    options.keys = [4: .second]
    let report = try await verify(DigestChain(options), keys: [.first, .second])
    #expect(report.digestCounts == counts(9) && report.isComplete)
  }

  @Test func aPeriodBoundsTheWalk() async throws {
    var chain = DigestChain()
    // What lies before the period is not asked for.
    chain.objects[chain.digests[0]] = nil
    let all = try await verify(chain)
    #expect(all.digestCounts == counts(8, missing: 1))
    let starts = all.chains[0].digests.compactMap(\.start)
    var options = IntegrityVerifier.Options()
    options.since = starts[4]
    options.until = all.chains[0].digests[2].end
    let part = try await verify(chain, options: options)
    #expect(part.digestCounts.missing == 0 && part.digestCounts.valid >= 3 && part.chains[0].gaps.isEmpty)
    options.until = Timestamp("2026-12-01T00:00:00Z")
    let late = try await verify(chain, options: options)
    #expect(late.chains[0].gaps.map(\.cause) == [.absent] && !late.isComplete)
  }

  @Test func alertsSayWhatWasFound() async throws {
    var chain = DigestChain()
    chain.objects[chain.digests[6]] = nil
    chain.objects[chain.logs[2][0]] = Gzip.compress([])
    for key in chain.logs[1] { chain.objects[key] = nil }
    let report = try await verify(chain, metadata: .all)
    let findings = IntegrityFinding.all(of: report)
    #expect(findings.map(\.kind) == [.digestMissing, .logAltered, .logMissing])
    #expect(findings.map(\.count) == [1, 1, 2])
    let created = try #require(Timestamp("2026-11-01T00:00:00Z"))
    let alerts = findings.map { IntegrityAlert.document($0, created: created) }
    let again = findings.map { IntegrityAlert.document($0, created: created) }
    #expect(alerts == again && Set(alerts.compactMap { $0["kibana.alert.uuid"]?.string }).count == 3)
    #expect(alerts.map { $0["kibana.alert.severity"] } == ["high", "critical", "high"])
    let threat = try #require(alerts[1]["kibana.alert.rule.threat"]?.array?.first)
    #expect(threat[path: "tactic.id"] == "TA0005")
    #expect(threat["technique"]?.array?.map { $0["id"] } == ["T1562", "T1070"])
    #expect(threat["technique"]?.array?[0]["subtechnique"]?.array?[0]["id"] == "T1562.008")
    #expect(alerts[1][path: "aws.s3.object.key"] == .string(chain.logs[2][0]))
    #expect(alerts[1][path: "cloud.account.id"] == "111122223333")
    #expect(alerts[2]["kibana.alert.ancestors"]?.array?.count == 2)
  }

  @Test func theIndexKnowsEveryFileByAnyName() async throws {
    var chain = DigestChain()
    chain.objects[chain.logs[2][0]] = Gzip.compress([])
    let index = VerificationIndex(try await verify(chain))
    let good = try #require(index.entry(for: "s3://trail-bucket/" + chain.logs[1][0]))
    #expect(good.state == .valid && good.digest?.key == chain.digests[1])
    #expect(good.fingerprint == SigningKey.first.fingerprint)
    #expect(index.entry(for: "/copies/x/" + chain.logs[2][0])?.state == .invalid)
    #expect(index.fields(for: chain.logs[1][0])?[path: "nightjar.integrity.state"] == "valid")
    #expect(index.entry(for: "elsewhere.json.gz") == nil && index.count == 16)
  }

  @Test func publicKeysAreReadFromTheAnswer() throws {
    var keys = PublicKeySet()
    try keys.add(listPublicKeys: Array(SigningKey.list([.first, .second]).utf8), from: "keys.json")
    #expect(keys.count == 2)
    for text in ["", "[]", "{\"PublicKeyList\":[{}]}", "{\"PublicKeyList\":{}}"] {
      #expect(throws: PublicKeyError.self) {
        try keys.add(listPublicKeys: Array(text.utf8), from: "keys.json")
      }
    }
  }

  @Test func keysOfDigestsAreRead() throws {
    let name = "111122223333_CloudTrail-Digest_eu-west-1_my_trail_us-east-1_20261014T100131Z"
    let key = try #require(DigestKey("p/AWSLogs/o-1/111122223333/CloudTrail-Digest/\(name).json.gz"))
    #expect(key.chain.trail == "my_trail" && key.chain.region == "eu-west-1" && key.organization == "o-1")
    #expect(key.chain.homeRegion == "us-east-1" && !key.chain.isBackfill)
    #expect(DigestKey(name + "_backfill.json.gz")?.chain.isBackfill == true)
    for wrong in [
      name, name + ".json", "1111_CloudTrail-Digest_eu-west-1_t_us-east-1_20261014T100131Z.json.gz",
      "111122223333_CloudTrail-Digest_eu-west-1_us-east-1_20261014T100131Z.json.gz",
      "111122223333_CloudTrail-Digest_eu-west-1_t_us-east-1_20261314T100131Z.json.gz",
      "111122223333_CloudTrail_eu-west-1_20261014T1001Z_abc.json.gz", "", "/", "_CloudTrail-Digest_.json.gz",
    ] {
      #expect(DigestKey(wrong) == nil, "\(wrong)")
    }
  }
}
