import Events
import OrderedCollections
import Query

/// The result of an ES|QL query over documents: the values of the columns of each row, and the warnings.
func esql(
  _ query: String, over documents: [JSON] = [], tables: [String: [JSONObject]] = [:]
) throws -> (rows: [JSONObject], warnings: [String]) {
  let plan = try ESQLCompiler(now: present, tables: tables).compile(try ESQLParser.parse(query))
  var builder = ProgramBuilder()
  _ = builder.add(plan.prefilter)
  for condition in plan.conditions { _ = builder.add(condition) }
  var fields: [String: Int] = [:]
  for case .field(let name) in plan.sources.map(\.source) { fields[name] = builder.field(name) }
  let program = builder.build()
  let matcher = Matcher(program: program)
  let source = DocumentSource(catalog: program.catalog)
  var rows: [ESQLRow] = []
  for (number, document) in documents.enumerated() {
    source.move(to: document.object ?? [:])
    guard matcher.matches(query: 0, source) else { continue }
    var values = Array(repeating: Value.null, count: plan.slotCount)
    for (slot, kind) in plan.sources {
      switch kind {
      case .field(let name): values[slot] = fields[name].map { program.value($0, source) } ?? .null
      case .condition(let place): values[slot] = .boolean(matcher.matches(query: place + 1, source))
      case .metadata: values[slot] = .text("\(number)")
      }
    }
    rows.append(ESQLRow(values: values, origins: [number]))
  }
  if plan.indices.isEmpty {
    rows = [ESQLRow(values: Array(repeating: .null, count: plan.slotCount), origins: [])]
  }
  let context = ESQLContext(now: present)
  let result = plan.run(rows, context).map { row in
    JSONObject(uniqueKeysWithValues: plan.columns.map { ($0.name, row.values[$0.slot].json) })
  }
  return (result, context.warnings)
}

/// The value of one expression of constants.
func esqlValue(_ expression: String) throws -> JSON? {
  try esql("ROW r = \(expression)").rows.first?["r"]
}
