public import Events
import Foundation

/// Reads the user's own mappings of Elasticsearch indices from files.
public enum MappingFiles {
  /// The mapping of all files together; of several definitions of a field the last counts.
  ///
  /// - Returns: The mapping, and what of the files has no effect.
  /// - Throws: `MappingProblem` with the file, and the field where one is wrong.
  public static func read(
    _ paths: [String]
  ) throws(MappingProblem) -> (mapping: IndexMapping, warnings: [MappingProblem]) {
    var reader = MappingReader()
    for path in paths { try reader.add(try bytes(path), path: path) }
    return try reader.finish()
  }

  /// The content of a file, as far as the reader accepts it: a device or pipe may never end.
  private static func bytes(_ path: String) throws(MappingProblem) -> [UInt8] {
    do {
      let file = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { try? file.close() }
      return Array(try file.read(upToCount: MappingReader.maximumBytes + 1) ?? Data())
    } catch {
      throw MappingProblem(path: path, message: "cannot be read: \(error.localizedDescription)")
    }
  }
}
