import ArgumentParser
import CloudTrail
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
        zcat trail.json.gz | nightjar events - | jq -r .user.name
      """)

  @OptionGroup var input: InputOptions

  @Option(help: ArgumentHelp("Print only events that match.", valueName: "query"))
  var query: String?

  @Option(help: "The language of the query; kuery is the one that runs so far.")
  var language: Language = .kuery

  @Option(help: "ndjson or table.")
  var output: Format = .ndjson

  func run() throws {
    let now = Timestamp.now
    let program = try compile(now)
    let mapper = try input.mapper(now: now)
    let list = FileList(paths: input.paths)
    let printer = EventPrinter(program: program, mapper: mapper, asTable: output == .table)
    let reader = RecordReader()
    var problems = list.problems
    // One file after the other, so that events come in the order of the input.
    for entry in list.entries {
      let report = reader.read(entry, handler: printer)
      problems += report.problems
    }
    printer.flush()
    for problem in problems { Output.error("nightjar: \(problem)\n") }
    if !problems.isEmpty { throw Exit.incomplete }
  }

  private func compile(_ now: Timestamp) throws -> Program {
    guard language == .kuery else {
      Output.error("nightjar: queries in \(language.rawValue) do not run yet; use --language kuery\n")
      throw Exit.usage
    }
    var builder = ProgramBuilder(types: input.types)
    do {
      _ = builder.add(try KQLCompiler(types: input.types, now: now).compile(try KQLParser.parse(query ?? "")))
    } catch let error as KQLError {
      Output.error("nightjar: --query: \(error.excerpt)\n")
      throw Exit.usage
    } catch {
      Output.error("nightjar: --query: \(error)\n")
      throw Exit.usage
    }
    return builder.build()
  }
}
