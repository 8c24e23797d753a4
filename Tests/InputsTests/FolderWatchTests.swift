import Foundation
import Inputs
import TestSupport
import Testing

@Suite struct FolderWatchTests {
  private static func record(_ name: String) -> String {
    #"{"eventVersion":"1.11","eventName":"\#(name)"}"# + "\n"
  }

  private func watch(_ folder: TemporaryFolder, _ store: RecordingSink, patience: Int = 3) -> FolderWatch {
    FolderWatch(folder: folder.url.path, checkpoints: store, options: FolderWatch.Options(patience: patience))
  }

  private func append(_ text: String, to path: String) throws {
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    try file.seekToEnd()
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
  }

  @Test func filesAreReadOnceTheyStayTheSame() async throws {
    let folder = try TemporaryFolder()
    let store = RecordingSink()
    let watch = watch(folder, store)
    #expect(try await watch.look(store) == 0)
    let path = try folder.write("in/a.json", Self.record("A"))
    #expect(try await watch.look(store) == 0)
    try append(Self.record("B"), to: path)
    #expect(try await watch.look(store) == 0)
    #expect(try await watch.look(store) == 1)
    for _ in 0..<3 { #expect(try await watch.look(store) == 0) }
    #expect(store.state.records == ["record A", "record B"] && store.state.provisional == [false])
  }

  @Test func filesThatChangeAreReadAgain() async throws {
    let folder = try TemporaryFolder()
    let store = RecordingSink()
    let watch = watch(folder, store)
    let path = try folder.write("a.json", Self.record("A"))
    for _ in 0..<2 { try await watch.look(store) }
    // Appended to.
    try append(Self.record("B"), to: path)
    for _ in 0..<3 { try await watch.look(store) }
    // Truncated and written anew.
    _ = try folder.write("a.json", Self.record("C"))
    for _ in 0..<3 { try await watch.look(store) }
    // Rotated: the old one gets another name, a new one takes its place.
    try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
    _ = try folder.write("a.json", Self.record("D"))
    for _ in 0..<3 { try await watch.look(store) }
    #expect(store.state.records == ["A", "A", "B", "C", "D", "C"].map { "record \($0)" })
  }

  @Test func aFileThatKeepsGrowingIsReadAllTheSame() async throws {
    let folder = try TemporaryFolder()
    let store = RecordingSink()
    let watch = watch(folder, store)
    let path = try folder.write("a.ndjson", Self.record("0"))
    for number in 1...4 {
      try await watch.look(store)
      try append(Self.record("\(number)"), to: path)
    }
    #expect(store.state.records == ["0", "1", "2", "3"].map { "record \($0)" })
    #expect(store.state.provisional == [true])
    for _ in 0..<3 { try await watch.look(store) }
    #expect(store.state.records.suffix(5) == ["0", "1", "2", "3", "4"].map { "record \($0)" })
    #expect(store.state.provisional == [true, false])
  }

  @Test func aNewRunKnowsWhatWasRead() async throws {
    let folder = try TemporaryFolder()
    let store = RecordingSink()
    _ = try folder.write("a.json", Self.record("A"))
    _ = try folder.write("b.json", Self.record("B"))
    for _ in 0..<2 { try await watch(folder, store).look(store) }
    #expect(store.state.records.isEmpty)
    let first = watch(folder, store)
    for _ in 0..<2 { try await first.look(store) }
    #expect(store.state.records.count == 2 && store.state.checkpoints.count == 2)
    let second = watch(folder, store)
    for _ in 0..<3 { #expect(try await second.look(store) == 0) }
    // What is gone is forgotten together with the next batch.
    try FileManager.default.removeItem(at: folder.url.appending(path: "a.json"))
    _ = try folder.write("c.json", Self.record("C"))
    for _ in 0..<2 { try await second.look(store) }
    #expect(Set(store.state.checkpoints.keys.map { $0.suffix(6) }) == ["b.json", "c.json"])
  }

  @Test func withoutCommitAFileComesAgain() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("a.json", Self.record("A"))
    let store = RecordingSink()
    let crashing = RecordingSink { _ in throw RecordingSink.Crash() }
    let watch = watch(folder, store)
    try await watch.look(crashing)
    await #expect(throws: RecordingSink.Crash.self) { try await watch.look(crashing) }
    #expect(try await watch.look(store) == 1)
    #expect(store.state.records == ["record A"])
  }

  @Test func filesThatAreReadyTogetherComeTogether() async throws {
    let folder = try TemporaryFolder()
    for number in 100..<170 { _ = try folder.write("\(number).json", Self.record("\(number)")) }
    let growing = try folder.write("050.json", Self.record("050"))
    let store = RecordingSink()
    let watch = watch(folder, store, patience: 1)
    #expect(try await watch.look(store) == 0)
    try append(Self.record("051"), to: growing)
    #expect(try await watch.look(store) == 71)
    // The one that grows comes alone, the others in parts of at most 64.
    #expect(store.state.provisional == [true, false, false])
    #expect(store.state.records == (["050", "051"] + (100..<170).map(String.init)).map { "record \($0)" })
    #expect(store.state.checkpoints.count == 71)
  }

  @Test func withoutCommitNoFileOfAPartIsForgotten() async throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b", "c"] { _ = try folder.write("\(name).json", Self.record(name)) }
    let store = RecordingSink()
    let crashing = RecordingSink { _ in throw RecordingSink.Crash() }
    let watch = watch(folder, store)
    try await watch.look(crashing)
    await #expect(throws: RecordingSink.Crash.self) { try await watch.look(crashing) }
    #expect(try await watch.look(store) == 3)
    #expect(store.state.records == ["a", "b", "c"].map { "record \($0)" })
  }

  @Test func namesOfUnfinishedFilesAreLeftAlone() async throws {
    let folder = try TemporaryFolder()
    for name in [".hidden", "a.tmp", "b.part", "deep/.x.json"] {
      _ = try folder.write(name, Self.record("X"))
    }
    _ = try folder.write("tmp", Self.record("T"))
    let store = RecordingSink()
    let watch = watch(folder, store)
    for _ in 0..<3 { try await watch.look(store) }
    #expect(store.state.records == ["record T"])
  }

  @Test func badFilesAreNamedAndNotReadAgainAndAgain() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("bad.json", "{\"eventName\":")
    let store = RecordingSink()
    let watch = watch(folder, store)
    for _ in 0..<4 { try await watch.look(store) }
    #expect(store.state.problems.count == 1 && store.state.problems[0].hasPrefix(path))
  }

  @Test func theWatchEndsWithItsTask() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("a.json", Self.record("A"))
    let store = RecordingSink()
    let watch = FolderWatch(
      folder: folder.url.path, checkpoints: store, options: FolderWatch.Options(tick: { await Task.yield() }))
    let task = Task { try await watch.run(store) }
    try await until { !store.state.records.isEmpty }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(store.state.records == ["record A"])
  }
}
