/// What reading one file came to.
public struct FileReport: Sendable {
  /// The file, for people.
  public let path: String
  /// Bytes of text, after decompression.
  public internal(set) var textBytes = 0
  /// What could not be read, in the order of the file; at most `InputLimits.problemsPerFile`.
  public internal(set) var problems: [InputProblem] = []
  /// How many further problems there were.
  public internal(set) var unnamedProblems = 0

  /// Whether everything in the file was read.
  public var isComplete: Bool { problems.isEmpty }
}
