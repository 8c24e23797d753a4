import AsyncHTTPClient
import Events
import Foundation
import NIOCore
import NIOHTTP1
import Storage
import TestSupport
import Testing

/// The disk of the data folder fills up while files wait: nothing is acknowledged that is not stored, and when there is room
/// again everything is taken in.
@Suite struct ServeFullDiskTests {
  /// Runs a program of the system; false when it is not there or fails.
  private func system(_ arguments: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    guard (try? process.start()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  @Test func aFullDiskLosesNothing() async throws {
    let folder = try TemporaryFolder()
    let disk = folder.url.appending(path: "disk")
    try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
    guard system(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk.path]) else {
      print("skipped: this user cannot mount a small file system")
      return
    }
    defer { _ = system(["umount", "-l", disk.path]) }
    let logs = folder.url.appending(path: "logs")
    try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
    let records = SampleRecords.make(20_000)
    for part in 0..<20 {
      let lines = records[(part * 1000)..<((part + 1) * 1000)].joined(separator: "\n")
      try Data(lines.utf8).write(to: logs.appending(path: "\(part).json"))
    }
    let configuration = try folder.write(
      "nightjar.toml", "[input]\ninbox = false\n\n[[input.folder]]\npath = \"\(logs.path)\"\n")
    let data = disk.appending(path: "data")
    let server = try ServeProcess(data: data.path, folder: folder, configuration: configuration)
    let address = try await server.listening()
    try await until { server.text.contains("input failed") }
    // Another write, which needs less room, may have succeeded since.
    try await until {
      let answer = try await HTTPClient.shared.execute(
        HTTPClientRequest(url: "\(address)/healthz"), timeout: .seconds(10))
      return answer.status == .serviceUnavailable
    }

    #expect(system(["mount", "-o", "remount,size=200m", disk.path]))
    let store = try Store(folder: data)
    try await until { try store.read { try $0.eventCount() } == records.count }
    #expect(server.stop() == 0)
    let stored = try store.read { try $0.alertCount(AlertSearch(includesBuildingBlocks: true)) }
    let waiting = try store.read { reader in
      try reader.currentRules().reduce(0) { $0 + (try reader.pendingSignalCount($1.rule)) }
    }
    // Every sixth record raises an alert; what is above the caps of rules waits for their next runs.
    #expect(stored + waiting >= records.count / 6)
    #expect(try store.verifyAudit().isValid)
  }
}
