import Detection
import Engine
import Events
import HTTPTypes
import Hummingbird
import Rules
import Storage

/// What of ATT&CK the rules cover.
struct CoveragePages: RouteGroup {
  let site: PageSite

  func add(to router: Router<ServerContext>) {
    router.get("/coverage") { request, context in try await show(request, context) }
  }

  private func show(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let parameters = request.parameters
    let version = parameters["version"].flatMap { AttackVersion(text: $0) } ?? .latest
    let countsAll = parameters["rules"] == "all"
    let edition = site.engine.rules.edition
    let counted = edition.rules.filter { rule in
      countsAll ? edition.check(rule.ruleID)?.status ?? .ok == .ok : edition.check(rule.ruleID)?.status == .ok
    }
    let coverage = Coverage(running: counted, version: version)
    let withData = try await rulesWithData(counted)
    let text = parameters["q"] ?? ""
    let matrix = CoverageMatrix(coverage: coverage, withData: withData, enabled: edition.enabled, text: text)
    var values = matrix.values
    values["q"] = text
    values["versions"] = AttackVersion.allCases.sorted(by: >).map { choice in
      ["value": choice.text, "isChosen": choice == version] as PageValues
    }
    values["versionText"] = version.text
    values["scopes"] = [("on", "rules that are on"), ("all", "all rules that would run")].map { value, name in
      ["value": value, "name": name, "isChosen": (value == "all") == countsAll] as PageValues
    }
    return site.respond(
      SitePage(template: "coverage", title: "Coverage", section: .coverage, values: values), request, context)
  }

  /// The rules that have raised an alert, or whose conditions stored events of the last week could meet: their provider has
  /// events.
  private func rulesWithData(_ rules: [Rule]) async throws -> Set<String> {
    let now = site.now
    let week = Timestamp(nanoseconds: now.nanoseconds - 7 * 86_400_000_000_000)
    let providers = try await site.services.store.asyncRead { reader in
      Set(
        try reader.topValues(of: "event.provider", limit: 1000, EventSelection(ingested: week...now)).values
          .map(\.text))
    }
    return Set(
      rules.filter { rule in
        guard let query = rule.query else { return false }
        return providers.contains { query.contains($0) }
      }.map(\.ruleID))
  }
}

/// The matrix of tactics and techniques.
struct CoverageMatrix {
  let coverage: Coverage
  let withData: Set<String>
  let enabled: Set<String>
  let text: String

  /// The values of the template.
  var values: PageValues {
    let tactics = coverage.tactics + coverage.otherTactics
    return [
      "tactics": tactics.map(tactic), "ruleCount": coverage.rules.count,
      "techniqueCount": coverage.techniqueIDs.count, "subtechniqueCount": coverage.subtechniqueIDs.count,
      "tacticCount": coverage.coveredTactics.count, "tacticTotal": coverage.tactics.count,
      "dataCount": withData.count, "unmapped": coverage.unmapped.map(rule),
      "unmappedCount": coverage.unmapped.count,
      "hasUnmapped": !coverage.unmapped.isEmpty, "hasRules": !coverage.rules.isEmpty,
    ]
  }

  private func tactic(_ cell: CoverageCell) -> PageValues {
    let cells = cell.cells.filter(matches)
    return [
      "id": cell.id, "name": cell.name, "count": cell.rules.count, "techniques": cells.map(technique),
      "isCovered": !cell.rules.isEmpty,
    ]
  }

  private func matches(_ cell: CoverageCell) -> Bool {
    guard !text.isEmpty else { return true }
    let wanted = text.lowercased()
    let names = [cell.id, cell.name] + cell.rules.map(\.name) + cell.cells.flatMap { [$0.id, $0.name] }
    return names.contains { $0.lowercased().contains(wanted) }
  }

  private func technique(_ cell: CoverageCell) -> PageValues {
    [
      "id": cell.id, "name": cell.name, "count": cell.rules.count,
      "hasData": cell.rules.contains { withData.contains($0.id) },
      "enabledCount": cell.rules.count { enabled.contains($0.id) },
      "subtechniques": cell.cells.map { sub in
        ["id": sub.id, "name": sub.name, "count": sub.rules.count] as PageValues
      },
      "rules": cell.rules.map(rule),
    ]
  }

  private func rule(_ rule: CoverageRule) -> PageValues {
    ["name": rule.name, "path": "/rules/\(PageAddress.encoded(rule.id))", "isOn": enabled.contains(rule.id)]
  }
}
