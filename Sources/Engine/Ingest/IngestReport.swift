public import Inputs

/// What taking in one input came to.
public struct IngestReport: Sendable {
  /// Events that are new and stored now.
  public internal(set) var stored = 0
  /// Events that were stored before.
  public internal(set) var duplicates = 0
  /// Alerts that were raised on arrival.
  public internal(set) var alerts = 0
  /// What could not be read.
  public internal(set) var problems: [InputProblem] = []
  /// How many further problems there were.
  public internal(set) var unnamedProblems = 0

  mutating func add(_ file: FileReport) {
    problems += file.problems
    unnamedProblems += file.unnamedProblems
  }

  /// Whether everything was read.
  public var isComplete: Bool { problems.isEmpty }
}
