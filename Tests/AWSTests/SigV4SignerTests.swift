import AWS
import Events
import Testing

/// The signer against botocore's answers.
@Suite struct SigV4SignerTests {
  @Test func everyRequestIsSignedAsBotocoreSignsIt() throws {
    let rows = try Fixture.rows("signatures.json")
    #expect(rows.count >= 40)
    for row in rows {
      let name = try #require(row["name"]?.string)
      var request = SignableRequest(
        method: try text(row, "method"), host: try text(row, "host"), path: try text(row, "path"),
        query: pairs(row, "query"), headers: pairs(row, "headers").map { HeaderField($0.name, $0.value) },
        body: Array(try text(row, "body").utf8))
      #expect(request.target == row["target"]?.string, "\(name)")
      let credentials = AWSCredentials(
        accessKeyID: try text(row, "accessKey"), secretAccessKey: Secret(try text(row, "secretKey")),
        sessionToken: row["sessionToken"]?.string.map { Secret($0) })
      let time = try #require(Timestamp(try text(row, "time")))
      let signer = SigV4Signer(service: try text(row, "service"), region: try text(row, "region"))
      signer.sign(&request, credentials: credentials, at: time)
      for header in ["Authorization", "X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Content-SHA256"] {
        #expect(request.headers.first(header) == row["expected"]?[header]?.string, "\(name): \(header)")
      }
    }
  }

  @Test func signingAgainReplacesTheSignature() throws {
    var request = SignableRequest(method: "GET", host: "h", path: "/")
    let credentials = AWSCredentials(
      accessKeyID: "A", secretAccessKey: Secret("k"), sessionToken: Secret("t"))
    let signer = SigV4Signer(service: "s3", region: "us-east-1")
    let time = try #require(Timestamp("2026-01-02T03:04:05Z"))
    signer.sign(&request, credentials: credentials, at: time)
    let first = request
    signer.sign(&request, credentials: credentials, at: time)
    #expect(request.headers.count == first.headers.count)
    #expect(Set(request.headers) == Set(first.headers))
  }

  private func text(_ row: JSON, _ key: String) throws -> String { try #require(row[key]?.string) }

  private func pairs(_ row: JSON, _ key: String) -> [(name: String, value: String)] {
    (row[key]?.array ?? []).compactMap { pair in
      guard let name = pair.array?.first?.string, let value = pair.array?.last?.string else { return nil }
      return (name, value)
    }
  }
}
