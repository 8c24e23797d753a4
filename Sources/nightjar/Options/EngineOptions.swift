import ArgumentParser
import Engine
import Foundation
import Storage

/// Where the engine's configuration and data are.
struct EngineOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The configuration file (TOML).", valueName: "file"))
  var config: String?

  @Option(
    help: ArgumentHelp(
      "The folder in which everything is kept (default ./nightjar-data).", valueName: "folder"))
  var data: String?

  /// Does something with the store of the data folder, which must be there. What goes wrong is said, and ends the program with
  /// status 3.
  func withStore<Value>(_ body: (Store) throws -> Value) throws -> Value {
    let folder = try configuration().dataFolder
    guard FileManager.default.fileExists(atPath: "\(folder)/\(Store.fileName)") else {
      Output.error(
        "nightjar: there is no data in \(folder); name the data folder of nightjar serve with --data\n")
      throw Exit.configuration
    }
    do {
      return try body(try Store(folder: URL(filePath: folder)))
    } catch let error as StoreError {
      Output.error("nightjar: \(error)\n")
      throw Exit.configuration
    }
  }

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
