import Foundation
import Inputs
import TestSupport
import Testing

@Suite struct FileListTests {
  @Test func foldersAreSearchedInOrderAndEachFileOnce() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("b/2.json", "{}")
    _ = try folder.write("a/1.json", "{}")
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "loop"), withDestinationURL: folder.url)
    let list = FileList(paths: [folder.url.path, folder.url.path + "/a/1.json"])
    #expect(list.entries.map { $0.path.text.dropFirst(folder.url.path.count) } == ["/a/1.json", "/b/2.json"])
    #expect(list.problems.isEmpty && list.totalBytes == 4)
  }

  @Test func whatIsNotThereIsNamed() {
    let list = FileList(paths: ["/nowhere/at/all", "s3://bucket/prefix", "/dev/null", "-"])
    #expect(list.problems.map(\.path) == ["/nowhere/at/all", "s3://bucket/prefix", "/dev/null"])
    #expect(list.entries.map(\.isStandardInput) == [true])
  }

  /// A file name of bytes that are no UTF-8 is read and shown with replacements.
  @Test func namesNeedNotBeUTF8() throws {
    let folder = try TemporaryFolder()
    let name = Array("\(folder.url.path)/caf".utf8) + [0xE9, 0x2E, 0x6A, 0x73, 0x6F, 0x6E, 0]
    let descriptor = name.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        $0.baseAddress.map { open($0, O_CREAT | O_WRONLY, 0o600) } ?? -1
      }
    }
    try #require(descriptor >= 0)
    close(descriptor)
    let list = FileList(paths: [folder.url.path])
    let entry = try #require(list.entries.first)
    #expect(entry.path.text.hasSuffix("caf\u{FFFD}.json"))
    #expect(RecordReader().read(entry, handler: Collector()).isComplete)
  }
}
