import ArgumentParser
import Events
import Inputs

/// The user's own mappings of Elasticsearch indices.
struct MappingOptions: ParsableArguments {
  @Option(
    name: .customLong("mapping"),
    help: ArgumentHelp(
      "An Elasticsearch mapping that the events were indexed with: an answer of GET INDEX/_mapping, an index template, or an object with properties; may be given several times.",
      valueName: "file"))
  var paths: [String] = []

  /// The types of fields: those of the mappings, and of ECS for what they do not name. What of a mapping has no effect is
  /// said; a mapping that cannot be used ends the program.
  func types(limits: FieldTypes.Limits = .elastic) throws -> FieldTypes {
    guard !paths.isEmpty else { return FieldTypes(limits: limits) }
    do throws(MappingProblem) {
      let read = try MappingFiles.read(paths)
      for warning in read.warnings { Output.error("nightjar: warning: \(warning)\n") }
      return FieldTypes(limits: limits, mapping: read.mapping)
    } catch {
      Output.error("nightjar: \(error)\n")
      throw Exit.configuration
    }
  }
}
