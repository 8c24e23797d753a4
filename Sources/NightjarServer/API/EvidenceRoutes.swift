import Detection
import Engine
import Events
import Evidence
import HTTPTypes
import Hummingbird
import OrderedCollections
import Rules
import Storage

/// Our own API of investigations and blind windows.
struct EvidenceRoutes: RouteGroup {
  let services: ServerServices

  func add(to router: Router<ServerContext>) {
    router.get("/api/nightjar/alerts/:id/evidence") { request, context in try await evidence(request, context)
    }
    router.get("/api/nightjar/visibility") { request, context in try await visibility(request, context) }
  }

  /// The case report of an alert.
  private func evidence(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let id = try context.parameters.require("id")
    let format = request.parameters["format"] ?? "json"
    guard ["json", "markdown"].contains(format) else {
      throw APIFailure.bad("format must be json or markdown")
    }
    let store = services.store
    guard let alert = try await store.asyncRead({ try $0.alert(id) }) else {
      throw APIFailure.missing("there is no alert [\(id)]")
    }
    let report: CaseReport
    do {
      report = try await services.investigate(alert)
    } catch let error as EvidenceError {
      throw APIFailure(.unprocessableContent, "evidence_exception", "\(error)")
    }
    guard format == "json" else { return .text(report.markdown, type: "text/markdown; charset=utf-8") }
    return .json(report.document)
  }

  /// The windows in which controls were off.
  private func visibility(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let now = services.now()
    let month = Timestamp(nanoseconds: now.nanoseconds - 30 * 86_400_000_000_000)
    let period = try AlertQuery.period(request.parameters, now: now) ?? month...now
    let account = request.parameters["account"]
    let store = services.store
    let found = try await services.blocking {
      do throws(EvidenceError) {
        return try BlindWindows.find(
          in: StoreEvidenceSource(store), account: account, range: period, now: now)
      } catch {
        throw APIFailure(.unprocessableContent, "evidence_exception", "\(error)")
      }
    }
    return .json(["windows": .array(found.windows.map(Self.shown)), "complete": .bool(found.isComplete)])
  }

  private static func shown(_ window: BlindWindow) -> JSON {
    [
      "control": .string(window.control.name), "account": .string(window.account),
      "region": .string(window.region),
      "key": .string(window.key), "from": .string(window.start.description),
      "to": .string(window.end.description),
      "ongoing": .bool(window.isOngoing), "seconds": .number(JSONNumber(Int(window.seconds))),
      "sentence": .string(window.sentence), "notes": .array(window.notes.map { .string($0) }),
      "steps": .array(
        window.steps.map {
          [
            "action": .string($0.facts.action), "actor": .string($0.facts.actor.name),
            "time": .string($0.facts.time.description), "event": .string($0.facts.identity.id),
          ]
        }),
    ]
  }
}
