import Events
import Foundation
import Storage
import TestSupport
import Testing

/// A process that is killed while it writes loses nothing that was acknowledged, and leaves nothing half done.
struct CrashTests {
  private static let batch = 20

  /// Starts the writer, waits for some acknowledgements and kills it.
  ///
  /// - Returns: The last number that it acknowledged.
  private static func writeAndKill(_ folder: URL, acknowledgements: Int) throws -> Int64 {
    let process = Process()
    process.executableURL = HelperProgram.url
    process.arguments = ["write", folder.path]
    let output = Pipe()
    process.standardOutput = output
    try process.start()
    var text: [UInt8] = []
    var lines = 0
    while lines < acknowledgements {
      let data = read(output)
      guard !data.isEmpty else { break }
      text += data
      lines = text.count { $0 == UInt8(ascii: "\n") }
    }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    while case let data = read(output), !data.isEmpty { text += data }
    #expect(process.terminationReason == .uncaughtSignal)
    let complete = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
    return try #require(complete.last.flatMap { Int64(String(decoding: $0, as: UTF8.self)) })
  }

  /// What comes next from a pipe; empty at its end.
  private static func read(_ pipe: Pipe) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = Foundation.read(pipe.fileHandleForReading.fileDescriptor, &bytes, bytes.count)
      if count >= 0 { return Array(bytes.prefix(count)) }
      // A signal is no end of the pipe.
      guard errno == EINTR else { return [] }
    }
  }

  @Test func twentyFiveKillsLoseNothing() throws {
    let folder = try TemporaryFolder()
    var random = SplitMix(state: 4)
    for _ in 0..<25 {
      let acknowledged = try Self.writeAndKill(
        folder.url, acknowledgements: Int.random(in: 1...12, using: &random))
      let store = try Store(folder: folder.url)
      let last = try store.read { try $0.ruleCursor("crash", "batch") ?? 0 }
      #expect(last >= acknowledged)
      try Self.check(store, last)
      try store.close()
    }
  }

  private static func check(_ store: Store, _ last: Int64) throws {
    #expect(try store.check().isEmpty)
    try store.read { reader in
      var ids: Set<String> = []
      var previous: Int64 = 0
      try reader.events(EventSelection()) { event in
        ids.insert(event.id)
        #expect(event.seq == previous + 1)
        previous = event.seq
        return true
      }
      let expected = (1...last).flatMap { number in (0..<batch).map { "\(number)-\($0)" } }
      #expect(ids == Set(expected))
      #expect(previous == Int64(expected.count))
      #expect(try reader.eventCount() == expected.count)
      #expect(try reader.alertCount(AlertSearch()) == Int(last))
      #expect(try reader.checkpoint("crash") == "\(last)")
      #expect(try reader.incidents().map(\.alerts) == [Int(last)])
    }
    let audit = try store.verifyAudit()
    #expect(audit.isValid)
    #expect(audit.entries == Int(last))
  }
}
