import ArgumentParser
import Engine
import Foundation

/// Where the engine's configuration and data are.
struct EngineOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The configuration file (TOML).", valueName: "file"))
  var config: String?

  @Option(
    help: ArgumentHelp(
      "The folder in which everything is kept (default ./nightjar-data).", valueName: "folder"))
  var data: String?

  /// The configuration: the command line beats the environment, which beats the file, which beats the defaults. What is
  /// wrong with it is said, and ends the program with status 3.
  func configuration(_ overrides: [String: String] = [:]) throws -> EngineConfiguration {
    var all = overrides
    if let data { all["storage.data"] = data }
    do {
      return try EngineConfiguration(
        path: config, environment: ProcessInfo.processInfo.environment, overrides: all)
    } catch {
      Output.error("nightjar: \(error)\n")
      throw Exit.configuration
    }
  }
}
