import CloudTrail
import Events
import Foundation
import OrderedCollections
import TestSupport
import Testing

/// Every defect of log files, one test for each.
@Suite struct LogDefectTests: IntegrityTesting {
  @Test func anAlteredLogIsInvalid() async throws {
    var chain = DigestChain()
    let key = chain.logs[2][0]
    chain.objects[key] = Gzip.compress(Array("{\"Records\":[]}".utf8))
    let report = try await verify(chain)
    #expect(reasons(report, key) == [.hashMismatch] && report.logCounts == counts(15, invalid: 1))
    #expect(!report.isComplete && report.digestCounts == counts(9))
  }

  @Test func aMissingLogIsSaid() async throws {
    var chain = DigestChain()
    let key = chain.logs[2][1]
    chain.objects[key] = nil
    let report = try await verify(chain)
    #expect(reasons(report, key) == [.notFound] && report.logCounts == counts(15, missing: 1))
    #expect(!report.isComplete)
  }

  @Test func bytesBehindALogAreInvalid() async throws {
    var chain = DigestChain()
    let key = chain.logs[2][1]
    chain.objects[key]?.append(contentsOf: Array("hidden".utf8))
    let report = try await verify(chain)
    #expect(reasons(report, key) == [.trailingBytes(6)] && report.logCounts == counts(15, invalid: 1))
  }

  @Test func aDamagedLogIsInvalid() async throws {
    var chain = DigestChain()
    let key = chain.logs[2][1]
    chain.objects[key]?.removeLast(9)
    let report = try await verify(chain)
    #expect(reasons(report, key) == [.invalidGzip("it is cut off")])
    #expect(report.logCounts == counts(15, invalid: 1))
  }

  @Test func aLogThatNoDigestListsIsUnverified() async throws {
    var chain = DigestChain()
    let key = chain.logs[2][1].replacing("log1", with: "forged")
    chain.objects[key] = Gzip.compress(Array("{\"Records\":[]}".utf8))
    let report = try await verify(chain)
    #expect(report.unlisted.map(\.key) == [key] && report.logCounts == counts(16, unverified: 1))
    #expect(VerificationIndex(report).entry(for: key)?.reason == .notListed)
  }

  @Test func keysDoNotLeadOutOfTheCopy() async throws {
    var chain = DigestChain()
    var document = try chain.document(of: chain.digests[8])
    document["logFiles"] = [
      ["s3Bucket": "trail-bucket", "s3Object": "AWSLogs/../../../../../../etc/hostname", "hashValue": "00"]
    ]
    chain.store(digest: chain.digests[8], document, signedWith: .first)
    let report = try await verify(chain)
    #expect(report.chains[0].logs[0].state == .missing)
  }
}
