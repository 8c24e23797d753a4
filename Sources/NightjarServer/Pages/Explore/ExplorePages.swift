import Engine
import Events
import HTTPTypes
import Hummingbird
import OrderedCollections
import Query
import Storage

/// Hunting through stored events.
struct ExplorePages: RouteGroup {
  let site: PageSite

  private static let languages = [("kuery", "KQL"), ("eql", "EQL"), ("esql", "ES|QL")]
  static let pageSize = 100
  static let usualPeriod = "now-90d"
  private static let fields = [
    "event.action", "event.provider", "event.outcome", "user.name", "source.ip", "cloud.account.id",
    "cloud.region",
  ]

  func add(to router: Router<ServerContext>) {
    router.get("/explore") { request, context in try await explore(request, context) }
    router.get("/explore/event/:seq") { request, context in try await event(request, context) }
  }

  private func explore(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let parameters = request.parameters
    let text = parameters["q"] ?? ""
    let language = Self.languages.first { $0.0 == parameters["lang"] }?.0 ?? "kuery"
    let range = TimeRange(parameters, usual: Self.usualPeriod, now: site.now)
    var values = range.values
    values["q"] = text
    values["queryRows"] = max(2, min(12, text.split(separator: "\n", omittingEmptySubsequences: false).count))
    values["assist"] = "events"
    values["placeholder"] = "event.provider: config.amazonaws.com and event.outcome: failure"
    values["languages"] =
      [
        "options": Self.languages.map { value, name in
          ["value": value, "name": name, "isChosen": value == language] as PageValues
        }
      ] as PageValues
    values["saveAsRule"] = PageAddress.path("/rules/new", [("q", text), ("lang", language)])
    values["hasQuery"] = !text.allSatisfy(\.isWhitespace)
    do {
      let found =
        language == "kuery"
        ? try await kql(text, range, request) : try await table(text, language, range)
      values.merge(found) { _, new in new }
    } catch let problem as QueryText.Problem {
      values["queryProblem"] = problem.values
      values["isBroken"] = true
    }
    return site.respond(
      SitePage(template: "explore", title: "Explore", section: .explore, values: values), request, context)
  }

  // MARK: KQL

  private func kql(_ text: String, _ range: TimeRange, _ request: Request) async throws -> PageValues {
    let condition = try QueryText.kql(text, types: site.engine.types, now: site.now).get()
    let search = EventListReading(
      condition: condition, range: range, types: site.engine.types, limit: Self.pageSize, now: site.now,
      fields: Self.fields)
    let deadline = SearchPatience.deadline(request, usual: EventListReading.patience)
    let read = try await site.services.store.asyncRead { try search.read($0, until: deadline) }
    var values = search.values(read) { field, value in
      PageAddress.path(
        "/explore",
        [("q", KQLText.both(text, KQLText.has(field, value))), ("from", range.from), ("to", range.to)])
    }
    values["isEvents"] = true
    values["hasStored"] = read.hasStored
    return values
  }

  // MARK: EQL and ES|QL

  private func table(_ text: String, _ language: String, _ range: TimeRange) async throws -> PageValues {
    guard !text.allSatisfy(\.isWhitespace) else { return ["isWaiting": true] }
    let search = StoredSearch(period: range.period, types: site.engine.types, now: site.now)
    let store = site.services.store
    let result: StoredSearch.Result
    do {
      result = try await store.asyncRead { reader in
        language == "eql" ? try search.eql(text, reader) : try search.esql(text, reader)
      }
    } catch let error as StoreError {
      throw error
    } catch {
      throw QueryText.Problem(error)
    }
    let columns = language == "eql" ? ["@timestamp"] + Self.fields : result.columns
    var places = result.groups.enumerated().flatMap { number, count in
      Array(repeating: number + 1, count: count)
    }[...]
    let isGrouped = result.groups.contains { $0 > 1 }
    let rows = result.rows.map { row -> PageValues in
      let group = places.popFirst() ?? 0
      var values: PageValues = [
        "cells": columns.map { column in ["text": Self.text(row, column)] as PageValues }
      ]
      if isGrouped { values["group"] = group }
      return values
    }
    return [
      "isTable": true, "columns": columns.map { ["name": $0] as PageValues }, "tableRows": rows,
      "isGrouped": isGrouped,
      "rowCount": TimeText.count(rows.count), "hasTableRows": !rows.isEmpty,
      "warnings": result.warnings.map { ["words": $0] as PageValues },
    ]
  }

  private static func text(_ row: JSONObject, _ name: String) -> String {
    guard let value = row[name] ?? JSON.object(row)[path: name] else { return "" }
    switch value {
    case .string(let text): return text
    case .null: return "null"
    default: return JSONWriter.text(value)
    }
  }

  // MARK: One event

  private func event(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    guard let seq = Int64(try context.pathText("seq")), seq > 0 else {
      throw APIFailure.missing("there is no such event")
    }
    let document = try await site.services.store.asyncRead { reader -> JSONObject? in
      var found: JSONObject?
      try reader.search(.all, EventSelection(seq: seq..<seq + 1, limit: 1)) { event in
        found = event.document()
        return false
      }
      return found
    }
    guard let document else { throw APIFailure.missing("there is no such event") }
    return site.fragment(
      "event-details",
      [
        "fields": DocumentFields.rows(document), "json": DocumentFields.json(document),
        "title": JSON.object(document)[path: "event.action"]?.string ?? "Event", "seq": seq,
      ], context)
  }
}
