import ArgumentParser
import Events
import Foundation
import OrderedCollections
import Response
import Rules
import Storage

/// Where `nightjar respond` reads alerts and keeps responses.
struct RespondOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The data folder: its store has the alerts, and keeps responses and the audit log.", valueName: "folder"
    ))
  var data = "nightjar-data"

  @Option(
    help: ArgumentHelp(
      "Read the alert from what nightjar scan --output ndjson printed; - is standard input.",
      valueName: "file"))
  var alerts: String?

  @Option(
    help: ArgumentHelp(
      "The configuration, of which [response] is used (default: the variable NIGHTJAR_CONFIG).",
      valueName: "file"))
  var config: String?

  /// A longer file of alerts is refused.
  private static let limit = 1 << 30

  /// The settings of responses.
  func settings() throws -> ResponseSettings {
    let named = ProcessInfo.processInfo.environment["NIGHTJAR_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
    guard let path = config ?? named else { return ResponseSettings() }
    do {
      return try ResponseSettings.read(
        try String(contentsOf: URL(filePath: path), encoding: .utf8), path: path)
    } catch let error as RuleError {
      throw Self.failure(error)
    } catch {
      throw Self.failure("\(path) cannot be read: \(error.localizedDescription)")
    }
  }

  /// The store, which is made when there is none.
  func openStore() throws -> Store {
    do {
      return try Store(folder: URL(filePath: data))
    } catch {
      throw Self.failure(error)
    }
  }

  /// The store of an existing data folder.
  private func existingStore() throws -> Store {
    guard FileManager.default.fileExists(atPath: "\(data)/\(Store.fileName)") else {
      throw Self.failure("\(data) holds no store; name the data folder with --data, or alerts with --alerts")
    }
    return try openStore()
  }

  /// The document of an alert.
  func document(_ prefix: String) throws -> JSONObject {
    guard alerts == nil else { return try documentOfFile(prefix) }
    let store = try existingStore()
    do {
      let ids = try store.read { try $0.alertIDs(prefix: prefix) }
      let id = try Self.only(prefix, ids)
      guard let alert = try store.read({ try $0.alert(id) }) else { throw Self.unknown(prefix) }
      try store.close()
      return alert.document
    } catch let error as StoreError {
      throw Self.failure(error)
    }
  }

  /// Stored responses, the newest first; those to an alert where one is given.
  func responses(to alert: String?) throws -> [StoredResponse] {
    let store = try existingStore()
    do {
      let all = try store.read { try $0.responses(limit: 1000) }
      return alert.map { prefix in all.filter { $0.alert.hasPrefix(prefix) } } ?? all
    } catch {
      throw Self.failure(error)
    }
  }

  private func documentOfFile(_ prefix: String) throws -> JSONObject {
    var found: [String: JSONObject] = [:]
    for (number, line) in try bytesOfFile().split(separator: UInt8(ascii: "\n")).enumerated() {
      let document: JSON
      do throws(JSONError) {
        document = try JSONReader.read(Array(line))
      } catch {
        throw Self.failure("\(alerts ?? "-"), line \(number + 1): \(error)")
      }
      guard let object = document.object, let id = object["kibana.alert.uuid"]?.string else { continue }
      if id.hasPrefix(prefix) { found[id] = object }
    }
    let id = try Self.only(prefix, found.keys.sorted())
    guard let document = found[id] else { throw Self.unknown(prefix) }
    return document
  }

  private func bytesOfFile() throws -> Data {
    let path = alerts ?? "-"
    do {
      let handle =
        path == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(filePath: path))
      let bytes = try handle.read(upToCount: Self.limit + 1) ?? Data()
      guard bytes.count <= Self.limit else { throw Self.failure("\(path) is longer than 1 GiB") }
      return bytes
    } catch let error as ExitCode {
      throw error
    } catch {
      throw Self.failure("\(path) cannot be read: \(error.localizedDescription)")
    }
  }

  /// The identifier that a prefix means.
  private static func only(_ prefix: String, _ ids: [String]) throws -> String {
    if ids.contains(prefix) { return prefix }
    guard let id = ids.first else { throw unknown(prefix) }
    guard ids.count == 1 else {
      Output.error("nightjar: several alerts begin with \"\(prefix)\": \(ids.joined(separator: ", "))\n")
      throw Exit.usage
    }
    return id
  }

  private static func unknown(_ prefix: String) -> ExitCode {
    Output.error("nightjar: no alert begins with \"\(RespondText.clean(prefix))\"\n")
    return Exit.usage
  }

  private static func failure(_ error: any Error) -> ExitCode { failure("\(error)") }

  private static func failure(_ message: String) -> ExitCode {
    Output.error("nightjar: \(RespondText.clean(message))\n")
    return Exit.configuration
  }
}
