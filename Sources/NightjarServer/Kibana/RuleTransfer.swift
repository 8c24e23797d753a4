import Engine
import Events
import OrderedCollections
import Rules
import Storage

/// Takes Kibana's exports in.
struct RuleImport {
  let engine: Engine
  let actor: String
  let now: Timestamp
  let overwritesRules: Bool
  let overwritesExceptions: Bool
  let overwritesConnectors: Bool

  private var errors: [JSON] = []
  private var exceptionErrors: [JSON] = []
  private var connectorErrors: [JSON] = []
  private var counts = (rules: 0, taken: 0, exceptions: 0, connectors: 0)

  init(engine: Engine, actor: String, now: Timestamp, parameters: FormBody) {
    self.engine = engine
    self.actor = actor
    self.now = now
    func flag(_ name: String) -> Bool { parameters[name] == "true" || parameters[name] == "" }
    overwritesRules = flag("overwrite")
    overwritesExceptions = flag("overwrite_exceptions")
    overwritesConnectors = flag("overwrite_action_connectors")
  }

  /// Takes an export in. What is wrong with one object does not hinder the others.
  ///
  /// - Returns: The answer of Kibana's API.
  /// - Throws: `StoreError`.
  mutating func run(_ bytes: [UInt8]) throws -> JSONObject {
    let content = RuleLoader.read(export: bytes, path: "import")
    for problem in content.problems { errors.append(Self.error(["rule_id": "(unknown id)"], 400, "\(problem)")) }
    counts.rules = content.files.count + content.problems.count
    let rules = try acceptedRules(content.rules)
    let (lists, items) = acceptedExceptions(content)
    let connectors = try acceptedConnectors(content.connectors)
    try engine.rules.reload(by: actor) { writer in
      for (id, list) in lists { try writer.setExceptionList(id, .object(list)) }
      for item in items { try writer.setExceptionItem(item.id, list: item.list, .object(item.document)) }
      try writer.setSetting(ConnectorRoutes.setting, to: .object(connectors))
      if !lists.isEmpty || !items.isEmpty {
        try writer.audit(
          action: "exceptions.imported", subject: "exceptions", actor: actor,
          details: ["lists": .number(JSONNumber(lists.count)), "items": .number(JSONNumber(items.count))])
      }
    }
    try engine.rules.putAll(rules.map { ($0, $0.isEnabled) }, by: actor)
    counts.taken = rules.count
    counts.exceptions = lists.count + items.count
    return answer
  }

  private mutating func acceptedRules(_ rules: [Rule]) throws -> [Rule] {
    let known = Set(engine.rules.edition.rules.map(\.ruleID))
    return rules.filter { rule in
      guard known.contains(rule.ruleID), !overwritesRules else { return true }
      errors.append(
        Self.error(["rule_id": .string(rule.ruleID)], 409, "rule_id: \"\(rule.ruleID)\" already exists"))
      return false
    }
  }

  private mutating func acceptedExceptions(
    _ content: RuleLoader.Result
  ) -> (lists: [(String, JSONObject)], items: [(id: String, list: String, document: JSONObject)]) {
    let known = (try? engine.store.read { reader in
      (Set(try reader.exceptionLists().map(\.id)), Set(try reader.exceptionItems().map(\.id)))
    }) ?? ([], [])
    var lists: [(String, JSONObject)] = []
    var items: [(id: String, list: String, document: JSONObject)] = []
    for list in content.exceptionLists {
      guard let id = list["list_id"]?.string else { continue }
      if known.0.contains(id), !overwritesExceptions {
        let message = "Found that list_id: \"\(id)\" already exists. Import of list_id: \"\(id)\" skipped."
        exceptionErrors.append(Self.error(["list_id": .string(id)], 409, message))
      } else {
        lists.append((id, list))
      }
    }
    for item in content.exceptionItems {
      guard let id = item["item_id"]?.string, let list = item["list_id"]?.string else { continue }
      let problems = ExceptionLoader.read(lists: [], items: [item], valueLists: [], path: "import").problems
      if let problem = problems.first {
        exceptionErrors.append(Self.error(["item_id": .string(id)], 400, problem.message))
      } else if known.1.contains(id), !overwritesExceptions {
        let message = "Found that item_id: \"\(id)\" already exists. Import of item_id: \"\(id)\" skipped."
        exceptionErrors.append(Self.error(["item_id": .string(id)], 409, message))
      } else {
        items.append((id, list, item))
      }
    }
    return (lists, items)
  }

  private mutating func acceptedConnectors(_ connectors: [JSONObject]) throws -> JSONObject {
    var all = try engine.store.read { try $0.setting(ConnectorRoutes.setting) }?.object ?? [:]
    for connector in connectors {
      guard let id = connector["id"]?.string else { continue }
      guard all[id] == nil || overwritesConnectors else {
        connectorErrors.append(Self.error(["id": .string(id)], 409, "connector \(id) already exists"))
        continue
      }
      var kept = connector
      kept.update("attributes") { $0["secrets"] = [:] }
      all[id] = .object(kept)
      counts.connectors += 1
    }
    return all
  }

  private static func error(_ name: JSONObject, _ status: Int, _ message: String) -> JSON {
    var error = name
    error["error"] = ["status_code": .number(JSONNumber(status)), "message": .string(message)]
    return .object(error)
  }

  private var answer: JSONObject {
    [
      "success": .bool(errors.isEmpty), "success_count": .number(JSONNumber(counts.taken)),
      "rules_count": .number(JSONNumber(counts.rules)), "errors": .array(errors),
      "exceptions_success": .bool(exceptionErrors.isEmpty),
      "exceptions_success_count": .number(JSONNumber(counts.exceptions)), "exceptions_errors": .array(exceptionErrors),
      "action_connectors_success": .bool(connectorErrors.isEmpty),
      "action_connectors_success_count": .number(JSONNumber(counts.connectors)),
      "action_connectors_errors": .array(connectorErrors), "action_connectors_warnings": [],
    ]
  }
}

/// Writes rules with their exceptions and connectors as Kibana exports them.
struct RuleExport {
  let catalog: RuleCatalog
  let store: Store

  /// The lines of an export.
  ///
  /// - Parameters:
  ///   - rules: The rules.
  ///   - missing: Rules that were asked for and are not there.
  ///   - withDetails: Whether a line that counts everything comes last.
  /// - Throws: `StoreError`.
  func lines(_ rules: [Rule], missing: [String], withDetails: Bool) throws -> [UInt8] {
    var writer = JSONWriter()
    func add(_ value: JSON) {
      writer.write(value)
      writer.writeNewline()
    }
    let shown = rules.map { catalog.shown($0, withSummary: false) }
    for rule in shown { add(.object(rule)) }
    let (lists, items, connectors) = try others(shown)
    for document in lists + items + connectors { add(document) }
    guard withDetails else { return writer.bytes }
    let total = shown.count + lists.count + items.count + connectors.count
    add([
      "exported_count": .number(JSONNumber(total)), "exported_rules_count": .number(JSONNumber(shown.count)),
      "missing_rules": .array(missing.map { ["rule_id": .string($0)] }),
      "missing_rules_count": .number(JSONNumber(missing.count)),
      "exported_exception_list_count": .number(JSONNumber(lists.count)),
      "exported_exception_list_item_count": .number(JSONNumber(items.count)), "missing_exception_list_item_count": 0,
      "missing_exception_list_items": [], "missing_exception_lists": [], "missing_exception_lists_count": 0,
      "exported_action_connector_count": .number(JSONNumber(connectors.count)), "missing_action_connection_count": 0,
      "missing_action_connections": [], "excluded_action_connection_count": 0, "excluded_action_connections": [],
    ])
    return writer.bytes
  }

  private func others(_ rules: [JSONObject]) throws -> (lists: [JSON], items: [JSON], connectors: [JSON]) {
    let lists = Set(rules.flatMap { $0["exceptions_list"]?.array ?? [] }.compactMap { $0["list_id"]?.string })
    let actions = Set(rules.flatMap { $0["actions"]?.array ?? [] }.compactMap { $0["id"]?.string })
    return try store.read { reader in
      let all = try reader.exceptionLists().filter { lists.contains($0.id) }
      let items = try all.flatMap { try reader.exceptionItems(list: $0.id) }
      let connectors = try reader.setting(ConnectorRoutes.setting)?.object ?? [:]
      return (
        all.map(\.document), items.map(\.document), connectors.filter { actions.contains($0.key) }.map(\.value)
      )
    }
  }
}
