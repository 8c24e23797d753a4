import Events
import OrderedCollections

/// Digests, groups, TLS, and the `related` fields.
extension RecordMapping {
  mutating func mapDigest() throws(MappingFailure) {
    try moveIfUnset("awsAccountId", to: "cloud.account.id")
    try move("digestS3Object", to: "file.path")
    let target = "aws.cloudtrail.flattened.digest."
    try move(
      [
        ("previousDigestS3Object", "previous_s3_object"), ("previousDigestSignature", "previous_signature"),
        ("previousDigestHashValue", "previous_hash_value"), ("logFiles", "log_files"),
        ("digestS3Bucket", "s3_bucket"), ("previousDigestS3Bucket", "previous_s3_bucket"),
        ("previousDigestHashAlgorithm", "previous_hash_algorithm"),
        ("digestSignatureAlgorithm", "signature_algorithm"),
      ], from: "", to: target)
    append(text("previousDigestHashValue"), to: "related.hash")
    let dates = [
      ("digestStartTime", "start_time"), ("digestEndTime", "end_time"),
      ("newestEventTime", "newest_event_time"),
      ("oldestEventTime", "oldest_event_time"),
    ]
    for (name, field) in dates { try moveDate(name, to: target + field) }
    if let end = document[path: target + "end_time"] { document["@timestamp"] = end }
    try move(
      record["digestPublicKeyFingerprint"] == nil ? "publicKeyFingerprint" : "digestPublicKeyFingerprint",
      to: target + "public_key_fingerprint")
    try move("insightDetails", to: "aws.cloudtrail.flattened.insight_details")
  }

  mutating func mapNames() throws(MappingFailure) {
    let names = [
      ("responseElements.group.groupId", "group.id"), ("responseElements.user.userId", "user.target.id"),
      ("requestParameters.newUserName", "user.changes.name"), ("requestParameters.groupName", "group.name"),
      ("requestParameters.userName", "user.target.name"),
    ]
    for (path, field) in names {
      // Payloads may be of any type; a name inside a text is none.
      if let value = record[path: path] { document.set(field, to: value) }
    }
  }

  mutating func mapTLS() throws(MappingFailure) {
    guard let version = try value("tlsDetails.tlsVersion") else {
      try mapTLSNames()
      return
    }
    // Records that carry the names of the fields in place of values.
    if version == "tlsVersion" { return }
    if let text = version.string {
      if let split = text.firstIndex(of: "v") {
        document.set("tls.version_protocol", to: .string(text[..<split].lowercased()))
        document.set("tls.version", to: .string(String(text[text.index(after: split)...])))
      } else {
        document.set("tls.version", to: .string(text))
      }
    }
    try mapTLSNames()
  }

  private mutating func mapTLSNames() throws(MappingFailure) {
    try move("tlsDetails.cipherSuite", to: "tls.cipher")
    try move("tlsDetails.clientProvidedHostHeader", to: "tls.client.server_name")
    try move("tlsDetails.keyExchange", to: "aws.cloudtrail.tls_details.key_exchange")
  }

  mutating func relate() {
    if document[path: "user.email"] == nil, let name = document[path: "user.name"]?.string,
      let at = name.firstIndex(of: "@"), at > name.startIndex
    {
      document.set("user.email", to: .string(name))
    }
    let users = [
      "user.id", "user.name", "user.changes.name", "aws.cloudtrail.user_identity.on_behalf_of.user_id",
    ]
    for field in users { append(document[path: field]?.string, to: "related.user") }
    append(document[path: "source.ip"]?.string, to: "related.ip")
    if let address = text("serviceEventDetails.sourceIpAddress"), IPAddress(address) != nil {
      append(address, to: "related.ip")
    }
    relateHosts()
  }

  private mutating func relateHosts() {
    if let name = document[path: "tls.client.server_name"]?.string, !name.hasSuffix(".amazonaws.com") {
      append(name, to: "related.hosts")
    }
    if document[path: "source.ip"] == nil, let address = document[path: "source.address"]?.string,
      address.contains("."), !address.contains(" "), !address.hasSuffix(".amazonaws.com")
    {
      append(address, to: "related.hosts")
    }
    append(text("requestParameters.computerName"), to: "related.hosts")
    for resource in record["resources"]?.array ?? [] {
      guard let arn = resource["ARN"]?.string, arn.contains(":instance/") else { continue }
      relateInstance(arn.split(separator: "/").last.map { .string(String($0)) })
    }
    for payload in ["requestParameters", "responseElements"] {
      for name in ["instanceId", "target", "resourceId"] {
        relateInstance(record[path: "\(payload).\(name)"])
      }
      for id in record[path: "\(payload).instanceIds"]?.array ?? [] { relateInstance(id) }
      for item in record[path: "\(payload).instancesSet.items"]?.array ?? [] {
        relateInstance(item["instanceId"])
      }
    }
  }

  private mutating func relateInstance(_ value: JSON?) {
    guard let id = value?.string, id.count >= 10, id.hasPrefix("i-") else { return }
    append(id, to: "related.hosts")
  }
}
