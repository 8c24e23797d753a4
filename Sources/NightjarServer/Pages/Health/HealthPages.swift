import Detection
import Engine
import Events
import HTTPTypes
import Hummingbird
import Storage

/// Whether everything works: inputs, lag, rules, the store, and what waits to be delivered.
struct HealthPages: RouteGroup {
  let site: PageSite

  func add(to router: Router<ServerContext>) {
    router.get("/health") { request, context in try await show(request, context) }
  }

  private func show(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let reading = HealthReading()
    let store = site.services.store
    var content = try await store.asyncRead { try reading.read($0) }
    let size = try await site.services.blocking { try store.size() }
    (content.size, content.free) = (size.total, size.free)
    var values = reading.values(content, now: site.now)
    let findings = site.engine.monitor.findings
    values["findings"] = findings.map { finding in
      [
        "check": finding.check.rawValue.replacing("-", with: " "), "subject": finding.subject,
        "words": finding.text,
      ]
        as PageValues
    }
    values["findingCount"] = findings.count
    values["isWell"] = findings.isEmpty
    values["sources"] = sources
    values["hasSources"] = !site.engine.sources.arrivals.isEmpty
    values["failures"] = site.engine.scheduler.failures.sorted { $0.key < $1.key }.map { rule, reason in
      ["rule": rule, "path": "/rules/\(PageAddress.encoded(rule))", "words": reason] as PageValues
    }
    if let lag = site.engine.scheduler.lag(at: site.now), lag.nanoseconds > 1_000_000_000 {
      values["lag"] =
        ["rule": lag.rule, "length": TimeText.duration(lag.nanoseconds / 1_000_000_000)] as PageValues
    }
    let health = site.services.store.health
    values["storeWorks"] = health.isWritable
    if let failure = health.failure { values["storeFailure"] = failure.description }
    let edition = site.engine.rules.edition
    values["running"] = edition.active.runningCount
    values["onArrival"] = edition.arrival.rules.count
    values["inputs"] = inputs
    return site.respond(
      SitePage(template: "health", title: "Health", section: .health, values: values), request, context)
  }

  private var sources: [PageValues] {
    let now = site.now
    return site.engine.sources.arrivals.sorted {
      ($0.key.account, $0.key.region) < ($1.key.account, $1.key.region)
    }
    .prefix(500).map { source, time in
      let silence = (now.nanoseconds - time.nanoseconds) / 1_000_000_000
      return [
        "account": source.account.isEmpty ? "unknown" : source.account,
        "region": source.region.isEmpty ? "global" : source.region, "last": AlertRowValues.time(time, now),
        "isSilent": silence > 3600,
      ]
    }
  }

  private var inputs: [PageValues] {
    let configuration = site.engine.configuration
    let inbox: [PageValues] =
      configuration.flag("input.inbox")
      ? [["kind": "folder", "place": "\(configuration.dataFolder)/inbox"]] : []
    return inbox + configuration.folders.map { ["kind": "folder", "place": $0.path] as PageValues }
      + configuration.buckets.map { ["kind": "bucket", "place": "s3://\($0.bucket)/\($0.prefix)"] }
      + configuration.queues.map { ["kind": "queue", "place": $0.queueURL] }
      + (configuration.flag("input.bulk") ? [["kind": "HTTP", "place": "/_bulk"]] : [])
  }
}

/// What the page of health reads from the store in one snapshot.
struct HealthReading: Sendable {
  /// What was read.
  struct Content: Sendable {
    var events = 0
    var days: [EventDay] = []
    var size = 0
    var free = 0
    var alerts = 0
    var deliveries: [String: [Delivery.State: Int]] = [:]
    var quarantined: [Quarantined] = []
    var quarantineCount = 0
    var failedRuns: [RuleExecution] = []
    var openGaps = 0
    var checkpoints: [(name: String, position: String)] = []
  }

  /// Reads everything.
  ///
  /// - Throws: `StoreError`.
  func read(_ reader: StoreReader) throws -> Content {
    var content = Content()
    content.events = try reader.eventCount()
    content.days = try reader.days()
    content.alerts = try reader.alertCount(AlertSearch(includesBuildingBlocks: true))
    content.deliveries = try reader.deliveryCounts()
    content.quarantined = try reader.quarantine(limit: 20)
    content.quarantineCount = try reader.quarantineCount()
    content.failedRuns = try reader.runs(status: .failed, limit: 10)
    content.openGaps = try reader.gaps(status: .unfilled, limit: 1000).count
    content.checkpoints = try reader.checkpoints().prefix(200).map { ($0.name, $0.position) }
    return content
  }

  /// The values of the template.
  func values(_ content: Content, now: Timestamp) -> PageValues {
    let newest = content.days.compactMap { $0.ingested?.upperBound }.max()
    var values: PageValues = [
      "events": TimeText.count(content.events), "hasEvents": content.events > 0,
      "alertCount": TimeText.count(content.alerts),
      "size": TimeText.bytes(content.size), "free": TimeText.bytes(content.free),
      "dayCount": content.days.count,
      "perEvent": content.events > 0 ? TimeText.bytes(content.size / content.events) : "–",
      "openGaps": content.openGaps, "quarantineCount": content.quarantineCount,
      "queues": content.deliveries.sorted { $0.key < $1.key }.map { sink, states in
        [
          "sink": sink,
          "states": Delivery.State.allCases.map { state in
            ["name": state.rawValue, "count": TimeText.count(states[state] ?? 0)] as PageValues
          },
        ] as PageValues
      },
      "stateNames": Delivery.State.allCases.map { ["name": $0.rawValue] as PageValues },
      "quarantined": content.quarantined.map { item in
        [
          "source": item.source, "reason": item.reason, "at": AlertRowValues.time(item.at, now),
          "sample": String(decoding: item.sample.prefix(400), as: UTF8.self),
        ] as PageValues
      },
      "failedRuns": content.failedRuns.map { run in
        var values = RunValues.of(run, now: now)
        values["rule"] = run.rule
        values["path"] = "/rules/\(PageAddress.encoded(run.rule))?tab=runs"
        return values
      },
      "checkpoints": content.checkpoints.map {
        ["name": $0.name, "position": String($0.position.prefix(200))] as PageValues
      },
    ]
    if let newest { values["newest"] = AlertRowValues.time(newest, now) }
    return values
  }
}
