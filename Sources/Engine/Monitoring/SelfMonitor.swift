public import Events
import Foundation
import Logging
import OrderedCollections
import Rules
public import Storage
import Synchronization

/// Watches the program itself: what is wrong becomes an alert, and when it is over the alert is closed.
public final class SelfMonitor: Sendable {
  /// What is looked at.
  public struct Probes: Sendable {
    /// Further findings, such as those of inputs and notifications.
    public var findings: @Sendable (_ now: Timestamp) async -> [MonitorFinding]

    /// Probes.
    public init(findings: @escaping @Sendable (_ now: Timestamp) async -> [MonitorFinding]) {
      self.findings = findings
    }
  }

  private struct Held: Sendable {
    let since: Timestamp
    let uuid: String
  }

  private let store: Store
  private let clock: EngineClock
  private let observers: [any AlertObserver]
  private let probes: Probes
  private let log: Logger
  private let held = Mutex<[MonitorFinding.Key: Held]>([:])
  private let current = Mutex<[MonitorFinding]>([])

  /// How often the program is looked at, in seconds.
  static let period: Int64 = 15
  private static let checkpoint = "monitor"

  init(store: Store, clock: EngineClock, observers: [any AlertObserver], probes: Probes, log: Logger) {
    self.store = store
    self.clock = clock
    self.observers = observers
    self.probes = probes
    self.log = log
  }

  /// What is wrong at the moment.
  public var findings: [MonitorFinding] { current.withLock { $0 } }

  /// Looks again and again until the task is cancelled.
  func run() async {
    load()
    while !Task.isCancelled {
      await look()
      await clock.sleep(clock.now().advanced(seconds: Self.period))
    }
  }

  /// Looks once: raises alerts of what is new and closes those of what is over.
  public func look() async {
    let now = clock.now()
    let findings = await probes.findings(now)
    current.withLock { $0 = findings }
    do {
      try await Blocking.run { [self] in Result { try update(findings, now) } }.get()
    } catch {
      log.error("findings of self-monitoring could not be stored", metadata: ["error": "\(error)"])
    }
  }

  private func update(_ findings: [MonitorFinding], _ now: Timestamp) throws {
    let held = held.withLock { $0 }
    let new = findings.filter { held[$0.key] == nil }
    let keys = Set(findings.map(\.key))
    let over = held.filter { !keys.contains($0.key) }
    guard !new.isEmpty || !over.isEmpty else { return }
    var next = held
    for key in over.keys { next[key] = nil }
    var documents: [JSONObject] = []
    for finding in new where next[finding.key] == nil {
      let document = try MonitorRules.alert(finding, since: now, now: now)
      documents.append(document)
      next[finding.key] = Held(since: now, uuid: document["kibana.alert.uuid"]?.string ?? "")
    }
    try store.write { writer in
      for document in documents { try raise(document, writer) }
      for (_, held) in over { try close(held, writer) }
      try writer.setCheckpoint(Self.checkpoint, to: Self.text(next))
    }
    self.held.withLock { $0 = next }
    for observer in observers { observer.didStore() }
    for finding in new {
      log.warning(
        "\(finding.text)", metadata: ["check": "\(finding.check.rawValue)", "subject": "\(finding.subject)"])
    }
  }

  private func raise(_ document: JSONObject, _ writer: StoreWriter) throws {
    let draft = try AlertDraft(document: document)
    guard try writer.insertAlert(draft) else { return }
    try writer.audit(
      action: "alert.raised", subject: draft.uuid, actor: "engine",
      details: ["rule": document["kibana.alert.rule.rule_id"] ?? .null])
    for observer in observers { try observer.willStore(document, writer) }
  }

  private func close(_ held: Held, _ writer: StoreWriter) throws {
    let closed = try writer.updateAlerts([held.uuid], .close(.automatedClosure), by: "engine")
    guard !closed.isEmpty else { return }
    try writer.audit(
      action: "alert.close", subject: held.uuid, actor: "engine", details: ["reason": "automated_closure"])
  }

  // MARK: What held when the program ended

  private func load() {
    do {
      let text = try store.read { try $0.checkpoint(Self.checkpoint) }
      let known = try text.map { try Self.held(JSONReader.read($0)) } ?? [:]
      held.withLock { $0 = known }
    } catch {
      log.warning("the state of self-monitoring could not be read", metadata: ["error": "\(error)"])
    }
  }

  private static func text(_ held: [MonitorFinding.Key: Held]) -> String {
    JSONWriter.text(
      .array(
        held.sorted { $0.value.uuid < $1.value.uuid }.map { key, held in
          [
            "check": .string(key.check.rawValue), "subject": .string(key.subject),
            "since": .string(held.since.description), "uuid": .string(held.uuid),
          ]
        }))
  }

  private static func held(_ json: JSON) -> [MonitorFinding.Key: Held] {
    var result: [MonitorFinding.Key: Held] = [:]
    for row in json.array ?? [] {
      guard let check = row["check"]?.string.flatMap({ MonitorCheck(rawValue: $0) }),
        let subject = row["subject"]?.string, let uuid = row["uuid"]?.string,
        let since = row["since"]?.string.flatMap({ Timestamp($0) })
      else { continue }
      result[MonitorFinding.Key(check: check, subject: subject)] = Held(since: since, uuid: uuid)
    }
    return result
  }
}
