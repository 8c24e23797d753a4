import ArgumentParser
import CloudTrail
import Console
import Detection
import Events
import Inputs
import Query

struct EventsCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case ndjson
    case table
  }

  enum Language: String, ExpressibleByArgument, CaseIterable {
    case kuery
    case eql
    case esql
  }

  static let configuration = CommandConfiguration(
    commandName: "events",
    abstract: "Print records as ECS documents, all of them or those that match a query.",
    discussion: """
      EXAMPLES:
        nightjar events ./AWSLogs --query 'event.provider: config.amazonaws.com and not event.outcome: success'
        nightjar events ./hits.ndjson --mapping mapping.json --query 'user.id: "0042" and file.size > 1000'
        nightjar events ./AWSLogs --language eql --query \
          'sequence by user.name with maxspan=1h [any where event.action == "CreateUser"] [any where event.action == "CreateAccessKey"]'
        zcat trail.json.gz | nightjar events - | jq -r .user.name
      """)

  @OptionGroup var input: InputOptions

  @Option(help: ArgumentHelp("Print only events that match.", valueName: "query"))
  var query: String?

  @Option(help: "The language of the query: kuery, eql or esql.")
  var language: Language = .kuery

  @OptionGroup var tables: TableOptions

  @Option(help: "ndjson or table.")
  var output: Format = .ndjson

  func run() throws {
    let now = Timestamp.now
    let mapper = try input.mapper(now: now)
    let types = try input.types()
    switch language {
    case .kuery: try runKQL(types, mapper, now)
    case .eql: try runEQL(types, mapper, now)
    case .esql: try runESQL(types, mapper, now)
    }
  }

  private func runESQL(_ types: FieldTypes, _ mapper: ECSMapper, _ now: Timestamp) throws {
    let plan = try checked {
      try ESQLCompiler(types: types, now: now, tables: try tables.load().tables).compile(
        try ESQLParser.parse(query ?? "FROM *"))
    }
    let search = TableSearch(plan, types: types, now: now, mapper: mapper)
    let problems = read(search.collector)
    let results = search.results()
    if output == .table {
      for line in ColumnTable.lines(results.rows, columns: plan.columns.map(\.name)) { Output.line(line) }
    } else {
      let writer = DocumentWriter(asTable: false)
      for row in results.rows { writer.write(row) }
      writer.flush()
    }
    for warning in results.warnings { Output.error("nightjar: \(warning)\n") }
    try finish(problems)
  }

  private func runKQL(_ types: FieldTypes, _ mapper: ECSMapper, _ now: Timestamp) throws {
    let printer = EventPrinter(program: try compile(types, now), mapper: mapper, asTable: output == .table)
    let problems = read(printer)
    printer.flush()
    try finish(problems)
  }

  private func runEQL(_ types: FieldTypes, _ mapper: ECSMapper, _ now: Timestamp) throws {
    let search = try checked {
      try EventSearch(
        try EQLParser.parse(query ?? "any where true"), types: types, now: now, mapper: mapper)
    }
    let problems = read(search.collector)
    let results = search.results()
    let writer = DocumentWriter(asTable: output == .table)
    for document in results.groups.joined() { writer.write(document) }
    writer.flush()
    for warning in results.warnings { Output.error("nightjar: \(warning)\n") }
    try finish(problems)
  }

  /// Reads one file after the other, so that events come in the order of the input.
  private func read(_ handler: some RecordHandler) -> [InputProblem] {
    let list = input.find()
    let reader = RecordReader()
    return list.problems + list.entries.flatMap { reader.read($0, handler: handler).problems }
  }

  private func finish(_ problems: [InputProblem]) throws {
    for problem in problems { Output.error("nightjar: \(problem)\n") }
    if !problems.isEmpty { throw Exit.incomplete }
  }

  private func compile(_ types: FieldTypes, _ now: Timestamp) throws -> Program {
    var builder = ProgramBuilder(types: types)
    _ = try checked {
      builder.add(try KQLCompiler(types: types, now: now).compile(try KQLParser.parse(query ?? "")))
    }
    return builder.build()
  }

  /// Says what is wrong with a query, and ends the program.
  private func checked<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as QuerySyntaxError {
      Output.error("nightjar: --query: \(error.excerpt)\n")
    } catch {
      Output.error("nightjar: --query: \(error)\n")
    }
    throw Exit.usage
  }
}
