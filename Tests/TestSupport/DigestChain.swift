import Crypto
public import Events
import Foundation
public import OrderedCollections

/// A chain of digests with log files, as CloudTrail delivers them to a bucket, signed with a key of our own.
public struct DigestChain {
  /// What the chain is like.
  public struct Options {
    /// How many digests there are.
    public var hours = 9
    /// The account.
    public var account = "111122223333"
    /// The region.
    public var region = "eu-west-1"
    /// The name of the trail; it has underscores, which names of trails may.
    public var trail = "audit_trail"
    /// The home region of the trail.
    public var homeRegion = "us-east-1"
    /// The bucket.
    public var bucket = "trail-bucket"
    /// What stands before `AWSLogs` in keys: empty, or a prefix that ends with a slash.
    public var prefix = ""
    /// The folder of the organisation.
    public var organization: String?
    /// Whether these are backfill digests.
    public var isBackfill = false
    /// The hours whose digest begins a new chain, beside the first.
    public var newChains: Set<Int> = []
    /// The hours from which on another bucket is used.
    public var buckets: [Int: String] = [:]
    /// The hours from which on another key signs.
    public var keys: [Int: SigningKey] = [:]
    /// The records, as JSON, that the first log file of an hour has instead of its own.
    public var records: [Int: [String]] = [:]
    /// The hours without log files.
    public var idle: Set<Int> = [3]

    /// Nine digests, the fourth without log files.
    public init() {}
  }

  /// The keys of the digests, oldest first.
  public private(set) var digests: [String] = []
  /// The keys of the log files of each digest.
  public private(set) var logs: [[String]] = []
  /// The objects by key.
  public var objects: [String: [UInt8]] = [:]
  /// The buckets of the objects.
  public var buckets: [String: String] = [:]
  /// The signatures of the digests, as the metadata of the objects has them.
  public var signatures: [String: String] = [:]

  private let options: Options
  private static let start: Int64 = 1_792_000_000

  /// Makes a chain.
  public init(_ options: Options = Options()) {
    self.options = options
    var previous: (key: String, bucket: String, content: [UInt8])?
    var bucket = options.bucket
    var key = SigningKey.first
    for hour in 0..<options.hours {
      bucket = options.buckets[hour] ?? bucket
      key = options.keys[hour] ?? key
      let logs = makeLogs(hour, bucket)
      var document = self.document(hour, bucket, key, logs)
      if let previous, !options.newChains.contains(hour) {
        document["previousDigestS3Bucket"] = .string(previous.bucket)
        document["previousDigestS3Object"] = .string(previous.key)
        document["previousDigestHashValue"] = .string(Self.hash(previous.content))
        document["previousDigestHashAlgorithm"] = "SHA-256"
        document["previousDigestSignature"] = signatures[previous.key].map { .string($0) } ?? .null
      }
      let digest = name(hour)
      let content = Array(JSONWriter.text(.object(document)).utf8)
      digests.append(digest)
      self.logs.append(logs.map(\.key))
      buckets[digest] = bucket
      store(digest: digest, document, signedWith: key)
      previous = (digest, bucket, content)
    }
  }

  // MARK: Changes

  /// The content of a digest.
  public func document(of digest: String) throws -> JSONObject {
    try JSONReader.read(contents[digest] ?? []).object ?? [:]
  }

  /// Stores a digest with a signature that fits, or only the content when there is no key.
  public mutating func store(digest: String, _ document: JSONObject, signedWith key: SigningKey?) {
    let content = Array(JSONWriter.text(.object(document)).utf8)
    contents[digest] = content
    objects[digest] = Gzip.compress(content)
    guard let key else { return }
    let text = [
      document["digestEndTime"]?.string ?? "",
      "\(document["digestS3Bucket"]?.string ?? "")/\(document["digestS3Object"]?.string ?? "")",
      Self.hash(content), document["previousDigestSignature"]?.string ?? "null",
    ].joined(separator: "\n")
    signatures[digest] = key.sign(text)
  }

  /// Moves an object to another key, with its metadata.
  public mutating func move(_ key: String, to other: String) {
    objects[other] = objects.removeValue(forKey: key)
    signatures[other] = signatures.removeValue(forKey: key)
    buckets[other] = buckets[key]
  }

  /// The inflated content of the digests.
  private var contents: [String: [UInt8]] = [:]

  // MARK: Writing

  /// Which digests have their metadata saved beside them.
  public enum Metadata {
    /// None.
    case none
    /// The newest.
    case newest
    /// All.
    case all
  }

  /// Writes everything below a folder, in one folder for each bucket when asked to.
  public func save(
    in folder: TemporaryFolder, metadata: Metadata, folderPerBucket: Bool = false, below path: String = ""
  ) throws {
    for (key, bytes) in objects {
      let base = path + (folderPerBucket ? (buckets[key] ?? options.bucket) + "/" : "")
      _ = try folder.write(base + key, bytes)
      guard let signature = signatures[key], metadata == .all || metadata == .newest && key == digests.last
      else { continue }
      var entries: JSONObject = [
        "signature": .string(signature), "signature-algorithm": "SHA256withRSA",
      ]
      if options.isBackfill { entries["backfill-generation-timestamp"] = "2026-10-14T20:00:00Z" }
      let object: JSON = ["ContentLength": .number(JSONNumber(bytes.count)), "Metadata": .object(entries)]
      _ = try folder.write(base + key + ".metadata.json", JSONWriter.text(object))
    }
  }

  // MARK: Making

  private func time(_ hour: Int) -> Timestamp {
    Timestamp(nanoseconds: (Self.start + Int64(hour) * 3600) * 1_000_000_000)
  }

  /// A time without fraction, as digests have it.
  private func text(_ hour: Int) -> String { String(time(hour).description.prefix(19)) + "Z" }

  private func folder(_ kind: String, _ hour: Int) -> String {
    let organization = options.organization.map { $0 + "/" } ?? ""
    let day = text(hour).prefix(10).replacing("-", with: "/")
    return
      "\(options.prefix)AWSLogs/\(organization)\(options.account)/\(kind)/\(options.region)/\(day)/\(options.account)_"
  }

  private func name(_ hour: Int) -> String {
    let stamp = text(hour + 1).replacing("-", with: "").replacing(":", with: "")
    return folder("CloudTrail-Digest", hour + 1)
      + "CloudTrail-Digest_\(options.region)_\(options.trail)_\(options.homeRegion)_\(stamp)"
      + "\(options.isBackfill ? "_backfill" : "").json.gz"
  }

  private mutating func makeLogs(_ hour: Int, _ bucket: String) -> [(key: String, hash: String)] {
    guard !options.idle.contains(hour) else { return [] }
    return (0..<2).map { number in
      let stamp = text(hour).replacing("-", with: "").replacing(":", with: "").prefix(13)
      let kind = options.isBackfill ? "late" : "log"
      let key = folder("CloudTrail", hour) + "CloudTrail_\(options.region)_\(stamp)Z_\(kind)\(number).json.gz"
      let own = [
        "{\"eventVersion\":\"1.11\",\"eventName\":\"ListBuckets\",\"eventID\":\"\(options.account)-\(kind)-\(hour)-\(number)\"}"
      ]
      let records = number == 0 ? options.records[hour] ?? own : own
      let content = Array("{\"Records\":[\(records.joined(separator: ","))]}".utf8)
      objects[key] = Gzip.compress(content)
      buckets[key] = bucket
      return (key, Self.hash(content))
    }
  }

  private func document(
    _ hour: Int, _ bucket: String, _ key: SigningKey, _ logs: [(key: String, hash: String)]
  ) -> JSONObject {
    [
      "awsAccountId": .string(options.account), "digestStartTime": .string(text(hour)),
      "digestEndTime": .string(text(hour + 1)), "digestS3Bucket": .string(bucket),
      "digestS3Object": .string(name(hour)), "digestPublicKeyFingerprint": .string(key.fingerprint),
      "digestSignatureAlgorithm": "SHA256withRSA", "newestEventTime": .null, "oldestEventTime": .null,
      "previousDigestS3Bucket": .null, "previousDigestS3Object": .null, "previousDigestHashValue": .null,
      "previousDigestHashAlgorithm": .null, "previousDigestSignature": .null,
      "logFiles": .array(
        logs.map {
          [
            "s3Bucket": .string(bucket), "s3Object": .string($0.key), "hashValue": .string($0.hash),
            "hashAlgorithm": "SHA-256", "newestEventTime": .null, "oldestEventTime": .null,
          ]
        }),
    ]
  }

  private static func hash(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).map { SigningKey.hexadecimal($0) }.joined()
  }
}
