import ArgumentParser
import Console
import Events
import Foundation
import OrderedCollections
import Query
import Storage

struct AlertsListCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case ndjson
    case csv
  }

  enum Status: String, ExpressibleByArgument, CaseIterable {
    case open
    case acknowledged
    case closed
  }

  static let configuration = CommandConfiguration(commandName: "list", abstract: "List alerts, the newest first.")

  @OptionGroup var source: AlertSourceOptions

  @Option(help: ArgumentHelp("Only alerts that match (KQL).", valueName: "kql"))
  var query: String?

  @Option(parsing: .upToNextOption, help: "Only alerts with these states.")
  var status: [Status] = []

  @Option(help: "The least severity.")
  var minSeverity: SeverityArgument?

  @Option(help: ArgumentHelp("Only alerts that were raised since then.", valueName: "time"))
  var since: TimeArgument?

  @Flag(help: "Also alerts that are building blocks of others.")
  var buildingBlocks = false

  @Flag(help: "Also alerts that an exception explains.")
  var expected = false

  @Option(help: ArgumentHelp("The most alerts; 0 for all.", valueName: "n"))
  var limit = 1000

  @Option(help: "table, json, ndjson or csv.")
  var output: Format = .table

  func validate() throws {
    guard (0...100_000).contains(limit) else { throw ValidationError("--limit must be from 0 to 100000") }
  }

  func run() throws {
    let documents: [JSONObject]
    do {
      switch try source.source() {
      case .store(let store): documents = try read(store)
      case .server(let client): documents = try ask(client)
      }
    } catch let error as QuerySyntaxError {
      Output.error("nightjar: --query: \(error.excerpt)\n")
      throw Exit.usage
    } catch let error as KQLCompileError {
      Output.error("nightjar: --query: \(error)\n")
      throw Exit.usage
    } catch let error as ServerClient.Failure {
      Output.error("nightjar: \(error)\n")
      throw Exit.incomplete
    } catch let error as StoreError {
      Output.error("nightjar: \(error)\n")
      throw Exit.incomplete
    }
    print(documents)
  }

  private var severities: [String] {
    let names = AlertSeverity.allCases.map(\.name)
    guard let minSeverity, let first = names.firstIndex(of: minSeverity.rawValue) else { return names }
    return Array(names[first...])
  }

  private func read(_ store: Store) throws -> [JSONObject] {
    let now = Timestamp.now
    var condition = try KQLCompiler(now: now).compile(try KQLParser.parse(query ?? ""))
    if minSeverity != nil {
      condition = .conjunction([
        condition, .test(field: "kibana.alert.severity", .terms(Set(severities), ignoresCase: false)),
      ])
    }
    var search = AlertSearch(condition: condition)
    if !status.isEmpty { search.statuses = Set(status.compactMap { AlertStatus(name: $0.rawValue) }) }
    if let since { search.created = since.time...Timestamp(nanoseconds: .max) }
    search.includesBuildingBlocks = buildingBlocks
    search.includesExpected = expected
    let chosen = search
    return try store.read { reader in
      var found: [JSONObject] = []
      try reader.forEachAlert(chosen) { alert in
        found.append(alert.document)
        return limit == 0 || found.count < limit
      }
      return found
    }
  }

  private func ask(_ client: ServerClient) throws -> [JSONObject] {
    var query: [(String, String)] = [
      ("expected", expected ? "true" : "false"), ("building_blocks", buildingBlocks ? "true" : "false"),
    ]
    if let text = self.query { query.append(("query", text)) }
    if !status.isEmpty { query.append(("status", status.map(\.rawValue).joined(separator: ","))) }
    if minSeverity != nil { query.append(("severity", severities.joined(separator: ","))) }
    if let since { query.append(("from", since.time.description)) }
    var found: [JSONObject] = []
    for page in 1... {
      let size = limit == 0 ? 1000 : min(1000, limit)
      let answer = try client.json(
        "GET", ["api", "nightjar", "alerts"], query: query + [("page", "\(page)"), ("per_page", "\(size)")])
      let alerts = answer["alerts"]?.array?.compactMap(\.object) ?? []
      found += alerts
      if alerts.count < size || limit > 0 && found.count >= limit { break }
    }
    return limit == 0 ? found : Array(found.prefix(limit))
  }

  private func print(_ documents: [JSONObject]) {
    switch output {
    case .ndjson:
      var writer = JSONWriter()
      for document in documents {
        writer.write(object: document)
        writer.writeNewline()
      }
      Output.write(writer.bytes)
    case .json: Output.line(JSONWriter.text(.array(documents.map { .object($0) }), indented: true))
    case .csv: Output.write(AlertCSV.bytes(documents.map { Console.AlertRow($0) }))
    case .table:
      let rows = documents.map { document -> JSONObject in
        let row = Console.AlertRow(document)
        return [
          "id": .string(String(row.uuid.prefix(8))), "time": .string(row.time),
          "status": document["kibana.alert.workflow_status"] ?? "", "severity": .string(row.severity),
          "rule": .string(row.ruleName), "principal": .string(row.principal), "account": .string(row.account),
        ]
      }
      let columns = ["id", "time", "status", "severity", "rule", "principal", "account"]
      for line in ColumnTable.lines(rows, columns: columns) { Output.line(line) }
    }
  }
}
