import Events
import OrderedCollections

/// Digests, groups, TLS, and the `related` fields.
extension RecordMapping {
  mutating func mapDigest() throws(MappingFailure) {
    try moveIfUnset(.root, "awsAccountId", to: .cloudAccount, "id")
    if isDigest { try mapDigestMembers() }
    try move(.root, "insightDetails", to: .flattened, "insight_details")
  }

  /// Whether the record may have members of a digest: they begin with letters that no others do.
  private var isDigest: Bool {
    record.keys.contains { key in
      guard let first = key.utf8.first else { return false }
      return Self.digestInitials.contains(first)
    }
  }

  private static let digestInitials = Array("dlnop".utf8)

  private mutating func mapDigestMembers() throws(MappingFailure) {
    try move(.root, "digestS3Object", to: .file, "path")
    try move(Self.digestMoves)
    append(text(.root, "previousDigestHashValue"), to: .related, "hash")
    for (name, field) in Self.digestDates { try moveDate(.root, name, to: .digest, field) }
    if let end = document[.digest, "end_time"] { document.set(.root, "@timestamp", to: end) }
    let fingerprint =
      record["digestPublicKeyFingerprint"] == nil ? "publicKeyFingerprint" : "digestPublicKeyFingerprint"
    try move(.root, fingerprint, to: .digest, "public_key_fingerprint")
  }

  private static let digestMoves: [Move] = [
    (.root, "previousDigestS3Object", .digest, "previous_s3_object"),
    (.root, "previousDigestSignature", .digest, "previous_signature"),
    (.root, "previousDigestHashValue", .digest, "previous_hash_value"),
    (.root, "logFiles", .digest, "log_files"), (.root, "digestS3Bucket", .digest, "s3_bucket"),
    (.root, "previousDigestS3Bucket", .digest, "previous_s3_bucket"),
    (.root, "previousDigestHashAlgorithm", .digest, "previous_hash_algorithm"),
    (.root, "digestSignatureAlgorithm", .digest, "signature_algorithm"),
  ]

  private static let digestDates = [
    ("digestStartTime", "start_time"), ("digestEndTime", "end_time"),
    ("newestEventTime", "newest_event_time"), ("oldestEventTime", "oldest_event_time"),
  ]

  mutating func mapNames() {
    for (from, name, object, field) in Self.nameMoves {
      // Payloads may be of any type; a name inside a text is none.
      if let value = objects[from, name] { document.set(object, field, to: value) }
    }
  }

  private static let nameMoves: [Move] = [
    (.responseGroup, "groupId", .group, "id"), (.responseUser, "userId", .userTarget, "id"),
    (.request, "newUserName", .userChanges, "name"), (.request, "groupName", .group, "name"),
    (.request, "userName", .userTarget, "name"),
  ]

  mutating func mapTLS() throws(MappingFailure) {
    guard let version = try objects.value(.tls, "tlsVersion") else {
      try mapTLSNames()
      return
    }
    // Records that carry the names of the fields in place of values.
    if version == "tlsVersion" { return }
    if let text = version.string {
      if let split = text.firstIndex(of: "v") {
        document.set(.tls, "version_protocol", to: .string(text[..<split].lowercased()))
        document.set(.tls, "version", to: .string(String(text[text.index(after: split)...])))
      } else {
        document.set(.tls, "version", to: .string(text))
      }
    }
    try mapTLSNames()
  }

  private mutating func mapTLSNames() throws(MappingFailure) {
    try move(.tls, "cipherSuite", to: .tls, "cipher")
    try move(.tls, "clientProvidedHostHeader", to: .tlsClient, "server_name")
    try move(.tls, "keyExchange", to: .trailTLS, "key_exchange")
  }

  mutating func relate() {
    if document[.user, "email"] == nil, let name = document[.user, "name"]?.string,
      let at = name.firstIndex(of: "@"), at > name.startIndex
    {
      document.set(.user, "email", to: .string(name))
    }
    append(document[.user, "id"]?.string, to: .related, "user")
    append(document[.user, "name"]?.string, to: .related, "user")
    append(document[.userChanges, "name"]?.string, to: .related, "user")
    append(document[.onBehalfOf, "user_id"]?.string, to: .related, "user")
    append(document[.source, "ip"]?.string, to: .related, "ip")
    if let address = text(.serviceDetails, "sourceIpAddress"), IPAddress(address) != nil {
      append(address, to: .related, "ip")
    }
    relateHosts()
  }

  private mutating func relateHosts() {
    if let name = document[.tlsClient, "server_name"]?.string, !name.hasSuffix(".amazonaws.com") {
      append(name, to: .related, "hosts")
    }
    if document[.source, "ip"] == nil, let address = document[.source, "address"]?.string,
      address.contains("."), !address.contains(" "), !address.hasSuffix(".amazonaws.com")
    {
      append(address, to: .related, "hosts")
    }
    append(text(.request, "computerName"), to: .related, "hosts")
    for resource in record["resources"]?.array ?? [] {
      guard let arn = resource["ARN"]?.string, arn.containsBytes(of: ":instance/") else { continue }
      relateInstance(arn.split(separator: "/").last.map { .string(String($0)) })
    }
    relateInstances(.request)
    relateInstances(.response)
  }

  private mutating func relateInstances(_ payload: RecordObject) {
    for name in ["instanceId", "target", "resourceId"] { relateInstance(objects[payload, name]) }
    for id in objects[payload, "instanceIds"]?.array ?? [] { relateInstance(id) }
    for item in objects[payload, "instancesSet"]?["items"]?.array ?? [] { relateInstance(item["instanceId"]) }
  }

  private mutating func relateInstance(_ value: JSON?) {
    guard let id = value?.string, id.count >= 10, id.hasPrefix("i-") else { return }
    append(id, to: .related, "hosts")
  }
}
