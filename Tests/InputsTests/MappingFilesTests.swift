import Events
import Foundation
import Inputs
import TestSupport
import Testing

@Suite struct MappingFilesTests {
  @Test func filesAreReadTogether() throws {
    let folder = try TemporaryFolder()
    let first = try folder.write("a.json", #"{"properties":{"a":{"type":"alias","path":"b"}}}"#)
    let second = try folder.write("b.json", #"{"properties":{"b":{"type":"ip"}}}"#)
    let read = try MappingFiles.read([first, second])
    #expect(read.mapping.field("a")?.type == .ip && read.warnings == [])
    #expect(throws: MappingProblem.self) { try MappingFiles.read([first]) }
    #expect(try MappingFiles.read([]).mapping.fields.isEmpty)
  }

  @Test func filesThatCannotBeReadAreNamed() throws {
    let folder = try TemporaryFolder()
    for path in [folder.url.appending(path: "none.json").path, folder.url.path] {
      let problem = #expect(throws: MappingProblem.self) { try MappingFiles.read([path]) }
      #expect(problem?.path == path && problem?.message.hasPrefix("cannot be read") == true)
    }
  }

  /// Reading stops at the bound, whatever the size of the file says.
  @Test func aFileWithoutEndIsRefused() throws {
    let problem = #expect(throws: MappingProblem.self) { try MappingFiles.read(["/dev/zero"]) }
    #expect(problem?.message.contains("a mapping may have \(MappingReader.maximumBytes)") == true)
  }
}
