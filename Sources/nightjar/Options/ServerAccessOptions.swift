import ArgumentParser
import Foundation

/// The server that a command asks instead of a data folder.
struct ServerAccessOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Ask a server instead of a data folder (or NIGHTJAR_SERVER).", valueName: "url"))
  var server: String?

  @Option(
    help: ArgumentHelp(
      "The key to ask the server with (or NIGHTJAR_API_KEY, which other users of the machine do not see).",
      valueName: "key"))
  var apiKey: String?

  /// What asks the server; nil when none is named.
  ///
  /// - Throws: The exit status for wrong configuration, after saying what is wrong.
  func client() throws -> ServerClient? {
    let environment = ProcessInfo.processInfo.environment
    guard let address = server ?? environment["NIGHTJAR_SERVER"], !address.isEmpty else { return nil }
    do {
      return try ServerClient(address: address, key: apiKey ?? environment["NIGHTJAR_API_KEY"])
    } catch {
      Output.error("nightjar: \(error)\n")
      throw Exit.configuration
    }
  }
}
