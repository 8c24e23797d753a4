import Events
import Rules
import TestSupport
import Testing

/// No text makes the readers of rule files and exceptions crash.
@Suite struct FuzzTests {
  @Test func ruleFilesAndExceptionsAreReadOrRefused() throws {
    let examples = try SharedData.files(in: SharedData.examples, suffix: ".toml")
    let seeds = try examples.map { String(decoding: try SharedData.bytes($0), as: UTF8.self) }
    let pieces = [
      "[[", "]]", "\"\"\"", "'''", "=", "\n[rule]\n", "0x", "1e999", "2026-13-45", ".", "{", "}",
      "rrule = \"FREQ=DAILY\"\n",
    ]
    var mutation = Mutation(seed: 5, pieces: pieces)
    let folder = try TemporaryFolder()
    for round in 0..<600 * Fuzzing.factor {
      let text = mutation.mutate(seeds[round % seeds.count])
      _ = try? RuleLoader.parseTOML(text, path: "r.toml")
      _ = ExceptionLoader.load(paths: [try folder.write("e.toml", Array(text.utf8))])
    }
  }
}
