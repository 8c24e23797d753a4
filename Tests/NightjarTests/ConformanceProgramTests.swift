import Events
import Foundation
import TestSupport
import Testing

/// `scripts/conformance-program` with a program in nightjar's place that prints its arguments, one a line.
@Suite struct ConformanceProgramTests {
  private let folder: TemporaryFolder
  private let program: String

  init() throws {
    folder = try TemporaryFolder()
    program = try folder.write("echo.sh", "#!/bin/sh\nprintf '%s\\n' \"$@\"\nexit 7\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
  }

  private struct Failed: Error {
    let status: Int32
    let errors: String
  }

  /// The arguments that the program got.
  private func arguments(_ given: [String], _ environment: [String: String] = [:]) throws -> [String] {
    let script = SharedData.repository.appending(path: "scripts/conformance-program").path
    let run = try FinishedProgram(
      running: URL(filePath: Python.path), [script] + given,
      environment: ["NIGHTJAR": program, "EQL_MAPPING": folder.url.path].merging(environment) { $1 })
    // The program's own status comes through.
    guard run.status == 7 else { throw Failed(status: run.status, errors: run.errors) }
    return run.lines.map(String.init)
  }

  @Test func settingsBesideALogBecomeOptions() throws {
    let log = try folder.write("case@1.log", "")
    _ = try folder.write("case@1.meta.json", #"{"retain":"keyword","profile":"8.8","commit":"c","total":5}"#)
    let command = ["events", log, "--output", "ndjson"]
    #expect(try arguments(command) == command + ["--retain", "keyword"])
    _ = try folder.write("case@1.meta.json", #"{"profile":"8.8","derived_from":"9.0"}"#)
    #expect(try arguments(command) == command)
    let without = try folder.write("other.log", "")
    #expect(try arguments(["events", without]) == ["events", without])
    #expect(try arguments(["scan", log]) == ["scan", log])
  }

  @Test func mappingsOfTheSuiteBecomeOptionsOfEQLQueries() throws {
    let second = try folder.write("b.mapping.json", "{}")
    let first = try folder.write("a.mapping.json", "{}")
    let command = ["events", "x.ndjson", "--language", "eql", "--query", "any where true"]
    #expect(try arguments(command) == command + ["--mapping", first, "--mapping", second])
    #expect(try arguments(["events", "x", "--query", "eql"]) == ["events", "x", "--query", "eql"])
    let empty = try TemporaryFolder()
    #expect(try arguments(command, ["EQL_MAPPING": empty.url.path]) == command)
  }

  @Test func settingsThatCannotBeKeptEndTheProgram() throws {
    let log = try folder.write("case.log", "")
    for (settings, words) in [
      (#"{"profile":"9.0"}"#, "profile 9.0"), ("{", "cannot be read"), ("[]", "cannot be read"),
    ] {
      _ = try folder.write("case.meta.json", settings)
      let failure = #expect(throws: Failed.self) { try arguments(["events", log]) }
      #expect(
        failure?.status == 1 && failure?.errors.contains(words) == true, "\(String(describing: failure))")
    }
    let missing = #expect(throws: Failed.self) {
      try arguments(["events", "x"], ["NIGHTJAR": folder.url.appending(path: "none").path])
    }
    #expect(missing?.errors.contains("name it in NIGHTJAR") == true)
  }
}
