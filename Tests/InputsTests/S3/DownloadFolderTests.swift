import Foundation
import TestSupport
import Testing

@testable import Inputs

@Suite struct DownloadFolderTests {
  private func names(_ parent: URL) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: parent.path))
  }

  @Test func itIsGoneWithItsContentWhenItIsNoLongerUsed() throws {
    let parent = try TemporaryFolder()
    var folder: DownloadFolder? = try DownloadFolder(in: parent.url)
    let url = try #require(folder?.url)
    try Data("x".utf8).write(to: url.appending(path: "object"))
    #expect(try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int == 0o700)
    folder = nil
    #expect(try names(parent.url).isEmpty)
  }

  @Test func whatAKilledProcessLeftIsRemovedAndWhatIsInUseStays() throws {
    let parent = try TemporaryFolder()
    let inUse = try DownloadFolder(in: parent.url)
    // A lock that nobody holds, a folder whose lock is gone, and things that are none of ours.
    _ = try parent.write("nightjar-s3-KILLED/object", "x")
    _ = try parent.write("nightjar-s3-KILLED.lock", "")
    _ = try parent.write("nightjar-s3-OLD/object", "x")
    _ = try parent.write("nightjar-s3-file", "x")
    _ = try parent.write("other/object", "x")
    let new = try DownloadFolder(in: parent.url)
    let kept = [inUse, new].map(\.url.lastPathComponent)
    #expect(try names(parent.url) == Set(kept + kept.map { "\($0).lock" } + ["nightjar-s3-file", "other"]))
    withExtendedLifetime((inUse, new)) {}
  }

  @Test func aParentThatIsMissingIsNamed() {
    let error = #expect(throws: InputProblem.Reason.self) {
      try DownloadFolder(in: URL(filePath: "/nowhere"))
    }
    #expect(error.map { "\($0)".contains("/nowhere/nightjar-s3-") } ?? false)
  }
}
