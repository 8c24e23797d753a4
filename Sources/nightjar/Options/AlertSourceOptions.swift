import ArgumentParser
import Events
import Foundation
import OrderedCollections
import Storage

/// Where alerts are: in a data folder, or on a server.
struct AlertSourceOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The data folder (default ./nightjar-data).", valueName: "folder"))
  var data: String?

  @OptionGroup var access: ServerAccessOptions

  func validate() throws {
    if data != nil, access.server != nil { throw ValidationError("give either --data or --server") }
  }

  /// Where alerts are. What is wrong is said, and ends the program.
  func source() throws -> AlertSource {
    if data == nil, let client = try access.client() { return .server(client) }
    let folder = data ?? ProcessInfo.processInfo.environment["NIGHTJAR_STORAGE_DATA"] ?? "nightjar-data"
    guard FileManager.default.fileExists(atPath: "\(folder)/\(Store.fileName)") else {
      Output.error("nightjar: \(folder) holds no store; name the data folder of a server with --data\n")
      throw Exit.configuration
    }
    do {
      return .store(try Store(folder: URL(filePath: folder)))
    } catch {
      Output.error("nightjar: \(error)\n")
      throw Exit.configuration
    }
  }
}

/// Where alerts are.
enum AlertSource {
  case store(Store)
  case server(ServerClient)
}
