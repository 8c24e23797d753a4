import ArgumentParser
import CloudTrail
import Events
import Foundation
import Inputs

/// What is read and how.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Files, folders or s3://BUCKET/PREFIX with CloudTrail records, ECS documents or Elasticsearch hits, gzip or not; - is standard input.",
      valueName: "path"))
  var paths: [String]

  @Option(
    help: ArgumentHelp("How many files are read at once (default: one for each processor).", valueName: "n"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "A MaxMind database (.mmdb) for places or autonomous systems of addresses; may be given several times.",
      valueName: "file"))
  var geo: [String] = []

  @Flag(
    help: "Match values of any length; Elasticsearch does not search values above 1,024 or 8,191 characters.")
  var fullValues = false

  @Option(
    help:
      "In which forms payloads are kept in documents, as in Elastic's AWS integration: all, keyword, flattened, minimal or none."
  )
  var retain: Retain = .all

  @OptionGroup var mapping: MappingOptions

  @OptionGroup(title: "AWS") var aws: AWSCommandOptions

  /// The files and objects that are read.
  func find() -> FileList { aws.find(paths, ahead: max(8, 2 * threadCount)) }

  func validate() throws {
    if let threads, !(1...256).contains(threads) { throw ValidationError("--threads must be from 1 to 256") }
  }

  /// The number of threads to use.
  var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  /// The types of fields with the limits that hold. The files of mappings are read each time.
  func types() throws -> FieldTypes { try mapping.types(limits: fullValues ? .none : .elastic) }

  /// The mapper of records.
  func mapper(now: Timestamp) throws -> ECSMapper {
    do {
      let databases = geo.isEmpty ? nil : try GeoDatabases(paths: geo)
      return ECSMapper(options: ECSMapper.Options(ingested: now, geo: databases, retain: retain))
    } catch {
      Output.error("nightjar: \(error)\n")
      throw Exit.configuration
    }
  }
}
