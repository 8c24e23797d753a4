import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ServiceLifecycle
import Storage
import TestSupport
import Testing

@testable import NightjarServer

/// Elastic's own clients against the server. `scripts/client-tests.sh` installs them.
@Suite(.serialized) struct ClientTests {
  /// The folder with a virtual environment for each client: `NIGHTJAR_CLIENTS`, or `.build/clients`.
  private static let folder: String = {
    ProcessInfo.processInfo.environment["NIGHTJAR_CLIENTS"]
      ?? SharedData.repository.appending(path: ".build/clients").path
  }()

  private static func python(_ client: String) -> String? {
    let path = "\(folder)/\(client)/bin/python"
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  /// What every client does: sends in bulk, sends again, searches, counts.
  private static let program = """
    import sys
    client, port, key = sys.argv[1:4]
    if client == "opensearch":
        from opensearchpy import OpenSearch as Client, helpers
        es = Client(f"http://127.0.0.1:{port}", headers={"Authorization": f"ApiKey {key}"})
    else:
        from elasticsearch import Elasticsearch as Client, helpers
        es = Client(f"http://127.0.0.1:{port}", api_key=key, http_compress=True)
    assert es.info()["tagline"] == "You Know, for Search"
    assert es.ping()
    actions = [{"_op_type": "create", "_index": "logs-app-default", "_id": str(n),
                "@timestamp": f"2026-10-14T11:{n % 60:02d}:00Z", "event": {"action": f"A{n % 3}"},
                "user": {"name": "ada" if n % 2 else "bob"}} for n in range(1000)]
    ok, errors = helpers.bulk(es, actions, stats_only=True)
    assert (ok, errors) == (1000, 0), (ok, errors)
    ok, errors = helpers.bulk(es, actions[:10], stats_only=True, raise_on_error=False)
    assert (ok, errors) == (0, 10), (ok, errors)
    query = {"bool": {"filter": [{"term": {"user.name": "ada"}}, {"range": {"@timestamp": {"gte": "2026-10-14T11:30:00Z"}}}]}}
    body = {"query": query, "sort": [{"@timestamp": "desc"}], "size": 5,
            "aggs": {"a": {"terms": {"field": "event.action"}}}}
    found = es.search(index="logs-*", body=body) if client == "opensearch" else es.search(index="logs-*", **{
        "query": query, "sort": body["sort"], "size": 5, "aggs": body["aggs"]})
    expected = sum(1 for n in range(1000) if n % 2 and n % 60 >= 30)
    assert found["hits"]["total"]["value"] == expected, found["hits"]["total"]
    assert len(found["hits"]["hits"]) == 5
    assert sum(b["doc_count"] for b in found["aggregations"]["a"]["buckets"]) == expected
    assert es.count(index="logs-*")["count"] == 1000
    assert es.get(index="logs-app-default", id="7")["_source"]["event"]["action"] == "A1"
    if client != "opensearch":
        eql = es.eql.search(index="logs-*", query='any where event.action == "A0"', size=3)
        assert len(eql["hits"]["events"]) == 3
        table = es.esql.query(query="FROM logs-* | STATS n = COUNT(*) BY user.name | SORT user.name")
        assert table["values"] == [[500, "ada"], [500, "bob"]], table["values"]
        several = es.msearch(searches=[{"index": "logs-*"}, {"size": 0}, {"index": "logs-*"}, {"size": 1}])
        assert [r["status"] for r in several["responses"]] == [200, 200]
        assert "user.name" in es.field_caps(index="logs-*", fields="user.*")["fields"]
    print("done")
    """

  @Test(arguments: ["elasticsearch8", "elasticsearch9", "opensearch"])
  func clientsSendAndSearch(client: String) async throws {
    guard let python = Self.python(client) else {
      print("skipped: \(client) is not installed; run scripts/client-tests.sh")
      return
    }
    let server = try TestServer()
    let header = try #require(try await server.key(.admin)[.authorization])
    let key = String(header.dropFirst("ApiKey ".count))
    let output = try await RunningServer.run(server) { port in
      try await RunningServer.process(python, ["-c", Self.program, client, "\(port)", key])
    }
    #expect(output == "done\n")
  }

  /// rsyslog with its output for Elasticsearch, as an agent on a host would ship an application's log.
  @Test func rsyslogShips() async throws {
    let paths = ["/usr/sbin/rsyslogd", "/sbin/rsyslogd"]
    let modules = [
      "/usr/lib/x86_64-linux-gnu/rsyslog/omelasticsearch.so",
      "/usr/lib/aarch64-linux-gnu/rsyslog/omelasticsearch.so",
    ]
    guard let program = paths.first(where: FileManager.default.isExecutableFile),
      modules.contains(where: FileManager.default.fileExists)
    else {
      print("skipped: rsyslog-elasticsearch is not installed; run scripts/client-tests.sh")
      return
    }
    let server = try TestServer()
    let header = try #require(try await server.key(.shipper)[.authorization])
    let key = String(header.dropFirst("ApiKey ".count))
    let bytes = try #require(Data(base64Encoded: key))
    let halves = String(decoding: bytes, as: UTF8.self).split(separator: ":")
    let record =
      #"{"eventVersion":"1.08","eventTime":"2026-10-14T11:00:00Z","eventSource":"s3.amazonaws.com","eventName":"PutObject","eventID":"e-rsyslog","recipientAccountId":"111122223333"}"#
    let log = try server.folder.write("app.log", record + "\n")
    let work = server.folder.url.path
    let services = server.services
    try await RunningServer.run(server) { port in
      let configuration = """
        global(workDirectory="\(work)")
        module(load="imfile" mode="polling" pollingInterval="1")
        module(load="omelasticsearch")
        template(name="raw" type="string" string="%msg%")
        input(type="imfile" file="\(log)" tag="trail" ruleset="ship")
        ruleset(name="ship") {
          action(type="omelasticsearch" server="127.0.0.1" serverport="\(port)" template="raw" bulkmode="on"
            searchIndex="filebeat-rsyslog" searchType="" uid="\(halves[0])" pwd="\(halves[1])")
        }
        """
      let file = "\(work)/rsyslog.conf"
      try Data(configuration.utf8).write(to: URL(filePath: file))
      let process = Process()
      process.executableURL = URL(filePath: program)
      process.arguments = ["-n", "-f", file, "-i", "\(work)/rsyslog.pid"]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.start()
      defer { process.terminate() }
      try await until { try services.store.read { try $0.eventCount() } == 1 }
    }
    let id = try server.store.read { reader in
      try reader.event(seq: 1) { $0.id }
    }
    #expect(id == "111122223333/e-rsyslog")
  }
}
