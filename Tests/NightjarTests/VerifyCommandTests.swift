import Events
import Foundation
import TestSupport
import Testing

/// `nightjar verify` as users run it.
@Suite struct VerifyCommandTests {
  private let program = CommandLineTests()

  private func mirror(_ chain: DigestChain, _ metadata: DigestChain.Metadata = .newest) throws -> (
    folder: TemporaryFolder, arguments: [String]
  ) {
    let folder = try TemporaryFolder()
    try chain.save(in: folder, metadata: metadata)
    let keys = try folder.write("keys.json", SigningKey.list([.first]))
    return (folder, ["verify", folder.url.path, "--public-keys", keys])
  }

  @Test func aCompleteCopyEndsWithZero() throws {
    let (folder, arguments) = try mirror(DigestChain())
    let result = try program.run(arguments)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("trail audit_trail of us-east-1, account 111122223333, region eu-west-1"))
    #expect(
      result.errors.contains("digest files: 9 of 9 valid")
        && result.errors.contains("log files: 16 of 16 valid"))
    let json = try JSONReader.read(program.run(arguments + ["--output", "json", "-q"]).output)
    #expect(json["complete"] == true && json[path: "digests.valid"] == 9 && json[path: "logs.total"] == 16)
    #expect(json["chains"]?.array?[0]["digests"]?.array?.isEmpty == true)
    let named = try JSONReader.read(program.run(arguments + ["--output", "json", "-q", "--files"]).output)
    #expect(named["chains"]?.array?[0]["logs"]?.array?.count == 16)
    #expect(try program.run(arguments + ["--output", "ndjson", "-q"]).output.isEmpty)
    withExtendedLifetime(folder) {}
  }

  @Test func withoutMetadataTheNewestIsSaid() throws {
    let (folder, arguments) = try mirror(DigestChain(), .none)
    let result = try program.run(arguments)
    #expect(result.status == 0 && result.errors.contains("8 of 9 valid, 1 unverified"))
    #expect(result.output.contains("unverified digest") && result.output.contains(".metadata.json"))
    withExtendedLifetime(folder) {}
  }

  @Test func findingsAreAlertsAndEndWithFour() throws {
    var chain = DigestChain()
    chain.objects[chain.logs[2][0]] = Gzip.compress([])
    chain.objects[chain.logs[5][1]] = nil
    let (folder, arguments) = try mirror(chain)
    let result = try program.run(arguments + ["--output", "ndjson", "-q"])
    #expect(result.status == 4 && result.lines.count == 2 && result.errors.isEmpty)
    let alerts = try result.lines.map { try JSONReader.read(String($0)) }
    #expect(
      alerts.map { $0["kibana.alert.rule.rule_id"]?.string } == [
        "nightjar-integrity-log-missing", "nightjar-integrity-log-altered",
      ])
    #expect(alerts.allSatisfy { $0["kibana.alert.uuid"] != nil && $0["kibana.alert.reason"] != nil })
    let table = try program.run(arguments)
    #expect(table.output.contains("invalid log") && table.output.contains("missing log"))
    withExtendedLifetime(folder) {}
  }

  @Test func wrongUseIsSaid() throws {
    let (folder, arguments) = try mirror(DigestChain())
    #expect(try program.run(["verify", "/nowhere"]).status == 4)
    #expect(try program.run(["verify", folder.write("empty/x", "")]).status == 4)
    let empty = try program.run(["verify", folder.url.appending(path: "empty").path])
    #expect(empty.status == 4 && empty.errors.contains("no digests"))
    #expect(try program.run(["verify", folder.url.path, "--public-keys", "/nowhere"]).status == 3)
    #expect(
      try program.run(["verify", folder.url.path, "--public-keys", folder.write("k", "{}")]).status == 3)
    #expect(try program.run(["verify", "s3://"]).status == 2)
    #expect(try program.run(["verify", "s3://bucket", "--bucket", "bucket"]).status == 2)
    #expect(try program.run(arguments + ["--since", "now", "--until", "now-1d"]).status == 2)
    #expect(try program.run(arguments + ["--bucket", "another-bucket"]).status == 4)
    withExtendedLifetime(folder) {}
  }

  /// The chain in a real bucket, with its metadata; the keys come from a peer that answers `ListPublicKeys`.
  @Test func bucketsAreVerifiedInPlace() async throws {
    let moto = try await MotoServer.shared()
    var chain = DigestChain()
    let folder = try TemporaryFolder()
    try chain.save(in: folder, metadata: .all)
    let keys = try folder.write("keys.json", SigningKey.list([.first]))
    let upload = """
      import pathlib
      s3, root = client("s3"), pathlib.Path(sys.argv[1])
      s3.create_bucket(Bucket="trail-bucket")
      for path in (root / "AWSLogs").rglob("*.gz"):
          extra = pathlib.Path(f"{path}.metadata.json")
          metadata = json.loads(extra.read_text())["Metadata"] if extra.exists() else {}
          s3.put_object(Bucket="trail-bucket", Key=path.relative_to(root).as_posix(), Body=path.read_bytes(), Metadata=metadata)
      """
    _ = try await moto.boto(upload, arguments: [folder.url.path])
    let peer = try await PythonPeer(
      """
      import http.server, json
      answer = json.loads(open(sys.argv[1]).read())
      for key in answer["PublicKeyList"]:
          key.update(ValidityStartTime=1790000000, ValidityEndTime=1800000000)
      class Handler(http.server.BaseHTTPRequestHandler):
          def log_message(self, *arguments): pass
          def do_POST(self):
              body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
              print(json.dumps([self.headers["X-Amz-Target"], body]))
              data = json.dumps(answer).encode()
              self.send_response(200)
              self.send_header("Content-Length", str(len(data)))
              self.end_headers()
              self.wfile.write(data)
      server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
      print(server.server_address[1])
      server.serve_forever()
      """, arguments: [keys])
    let environment = [
      "AWS_ENDPOINT_URL_S3": moto.endpoint, "AWS_ENDPOINT_URL_CLOUDTRAIL": "http://127.0.0.1:\(peer.port)",
      "AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1",
    ]
    let result = try program.run(["verify", "s3://trail-bucket"], environment: environment)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("digest files: 9 of 9 valid") && result.errors.contains("16 of 16 valid"))
    #expect(try peer.lines().count == 1 && peer.lines()[0].contains("ListPublicKeys"))
    let folderOnly = "s3://trail-bucket/AWSLogs/111122223333/CloudTrail-Digest/eu-west-1"
    let given = try program.run(["verify", folderOnly, "--public-keys", keys], environment: environment)
    #expect(given.status == 0 && given.errors.contains("digest files: 9 of 9 valid"))

    chain.objects[chain.logs[2][0]] = nil
    _ = try await moto.boto(
      "client('s3').delete_object(Bucket='trail-bucket', Key=sys.argv[1])", arguments: [chain.logs[2][0]])
    let damaged = try program.run(["verify", "s3://trail-bucket/"], environment: environment)
    #expect(damaged.status == 4 && damaged.errors.contains("1 missing"))
    #expect(try program.run(["verify", "s3://no-such-bucket"], environment: environment).status == 4)
  }
}
