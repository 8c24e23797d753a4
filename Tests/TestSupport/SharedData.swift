public import Foundation

/// Folders that tests read.
public enum SharedData {
  /// The repository.
  public static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The examples of the repository.
  public static let examples = repository.appending(path: "Examples")

  /// The folder with reference data beside the repository, when it is there. Nothing of it belongs to the project.
  public static let folder: URL? = {
    let named = ProcessInfo.processInfo.environment["NIGHTJAR_SHARED"].map { URL(filePath: $0) }
    let folder = (named ?? repository.deletingLastPathComponent().appending(path: "shared")).appending(path: "data")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  /// All files below a folder whose names end in a text, sorted.
  public static func files(in folder: URL, suffix: String) throws -> [URL] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(suffix) }.sorted()
      .map { folder.appending(path: $0) }
  }

  /// The bytes of a file.
  public static func bytes(_ file: URL) throws -> [UInt8] {
    Array(try Data(contentsOf: file))
  }
}
