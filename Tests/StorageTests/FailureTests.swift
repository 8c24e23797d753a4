import Events
import Foundation
import GRDB
import Query
import TestSupport
import Testing

@testable import Storage

/// What happens when the disk is full, the file is damaged, or somebody else writes.
struct FailureTests {
  private static func big(_ number: Int) throws -> EventDraft {
    var random = SplitMix(state: UInt64(number))
    let noise = (0..<2000).map { _ in String(random.next(), radix: 36) }.joined()
    return try TestStore.draft(
      #"{"@timestamp":"2026-10-14T11:00:00Z","message":"\#(noise)"}"#, id: "\(number)")
  }

  @Test func aFullDiskIsSaidAndNothingIsLost() throws {
    let test = try TestStore(maximumPages: 400)
    var stored = 0
    var failure: StoreError?
    for number in 0..<1000 {
      do {
        _ = try test.store.write { try $0.append(Self.big(number)) }
        stored += 1
      } catch let error as StoreError {
        failure = error
        break
      }
    }
    let error = try #require(failure)
    #expect(error.kind == .fullDisk)
    #expect(error.description.contains("free disk space"))
    #expect(stored > 5)
    #expect(!test.store.health.isWritable)
    #expect(test.store.health.failure?.kind == .fullDisk)
    #expect(test.store.health.failedAt == test.clock.now)
    // What was acknowledged is there, and can be read.
    #expect(try test.ids() == (0..<stored).map { "\($0)" })
    #expect(try test.store.check().isEmpty)
    // Making room makes it work again, without opening it anew.
    try test.store.write { _ = try $0.dropEvents(before: time("2026-10-16")) }
    #expect(test.store.health.isWritable)
    #expect(try test.store.write { try $0.append(Self.big(stored)) } == .stored(Int64(stored + 1)))
  }

  @Test func aRefusedRequestIsNoFailureOfTheStore() throws {
    let test = try TestStore()
    #expect(throws: StoreError.self) {
      try test.store.write { try $0.updateGap(7, status: .filled, filledMilliseconds: 1) }
    }
    #expect(throws: StoreError.self) {
      try test.store.write { writer in
        try writer.setSession(
          StoredSession(
            hash: "h", user: "nobody", created: writer.now, expires: writer.now, lastUsed: writer.now))
      }
    }
    #expect(test.store.health.isWritable)
  }

  /// Damages the pages of the file behind the first one.
  private static func damage(_ folder: URL) throws {
    let file = folder.appending(path: Store.fileName)
    let handle = try FileHandle(forUpdating: file)
    let size = try handle.seekToEnd()
    for offset in stride(from: UInt64(4096), to: size, by: 4096) {
      try handle.seek(toOffset: offset)
      try handle.write(contentsOf: Data(repeating: 0xA5, count: 2048))
    }
    try handle.close()
  }

  @Test func damageIsFoundAfterACrashOnly() throws {
    let test = try TestStore()
    for number in 0..<20 { _ = try test.store.write { try $0.append(Self.big(number)) } }
    try test.store.close()
    try Self.damage(test.folder.url)
    // The mark of a process that did not close the store.
    _ = try test.folder.write("nightjar.in-use", "")
    let error = #expect(throws: StoreError.self) { try TestStore(folder: test.folder) }
    #expect(error?.kind == .corrupt)
    #expect(error?.description.contains("backup") == true)
  }

  @Test func aFileThatIsNoStoreIsRefused() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(Store.fileName, String(repeating: "no database ", count: 1000))
    let error = #expect(throws: StoreError.self) { try TestStore(folder: folder) }
    #expect(error?.kind == .corrupt)
  }

  @Test func aFolderThatCannotBeMadeIsSaid() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("file", "")
    let error = #expect(throws: StoreError.self) {
      try Store(folder: URL(filePath: file).appending(path: "data"))
    }
    #expect(error?.kind == .inaccessible)
  }

  @Test func aDamagedEventIsSaid() throws {
    let test = try TestStore()
    try test.append([#"{"@timestamp":"2026-10-14T11:00:00Z"}"#])
    try test.store.pool.write {
      try $0.execute(sql: "UPDATE events_20261014 SET raw = x'28b52ffd0000'")
    }
    let error = #expect(throws: StoreError.self) { try test.ids() }
    #expect(error?.kind == .corrupt)
  }

  @Test func orderlyClosingLeavesNoMark() throws {
    let test = try TestStore()
    let mark = test.folder.url.appending(path: "nightjar.in-use").path
    #expect(FileManager.default.fileExists(atPath: mark))
    // A second user of the folder neither takes the mark for a crash nor removes it.
    let second = try TestStore(folder: test.folder)
    #expect(!second.store.lock.wasInterrupted)
    try second.store.close()
    #expect(FileManager.default.fileExists(atPath: mark))
    try test.store.close()
    #expect(!FileManager.default.fileExists(atPath: mark))
  }

  @Test func aStoreThatNobodyUsesAnyMoreLeavesNoMark() throws {
    let folder = try TemporaryFolder()
    let mark = folder.url.appending(path: "nightjar.in-use").path
    do {
      let store = try Store(folder: folder.url)
      #expect(try store.read { try $0.eventCount() } == 0)
      #expect(FileManager.default.fileExists(atPath: mark))
    }
    #expect(!FileManager.default.fileExists(atPath: mark))
    // One that was closed does not take away the mark that another left since.
    let store = try Store(folder: folder.url)
    try store.close()
    _ = try folder.write("nightjar.in-use", "")
    store.lock.release()
    #expect(FileManager.default.fileExists(atPath: mark))
  }

  @Test func twoStoresWriteToOneFolder() throws {
    let test = try TestStore()
    let other = try TestStore(clock: test.clock, folder: test.folder)
    var expected: [String] = []
    for number in 0..<20 {
      let text = #"{"@timestamp":"2026-10-14T11:00:00Z","event":{"action":"a\#(number % 3)"}}"#
      _ = try (number.isMultiple(of: 2) ? test : other).store.write {
        try $0.append(TestStore.draft(text, id: "\(number)"))
      }
      if number % 3 == 1 { expected.append("\(number)") }
      // One of them removes a day that the other still knows.
      if number == 9 { _ = try other.store.write { try $0.dropEvents(before: time("2026-10-16")) } }
    }
    expected.removeAll { Int($0) ?? 0 <= 9 }
    let condition = Query.Expression.test(field: "event.action", .term("a1", ignoresCase: false))
    for store in [test, other] {
      #expect(try store.ids(EventSelection(condition: condition)) == expected)
      #expect(try store.store.read { try $0.lastSeq() } == 20)
    }
  }

  @Test func aSnapshotDoesNotSeeWhatIsWrittenMeanwhile() throws {
    let test = try TestStore()
    try test.append(["{}"])
    let other = try TestStore(clock: test.clock, folder: test.folder)
    try test.store.read { reader in
      #expect(try reader.eventCount() == 1)
      try other.append(["{}", "{\"a\":1}"])
      #expect(try reader.eventCount() == 1)
    }
    #expect(try test.store.read { try $0.eventCount() } == 2)
  }

  @Test func aBackupIsAStore() throws {
    let test = try TestStore()
    try test.append(["{}", "{}"])
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: Store.fileName)
    try test.store.backup(to: file)
    #expect(throws: StoreError.self) { try test.store.backup(to: file) }
    #expect(try TestStore(folder: folder).ids() == ["0", "1"])
  }
}
