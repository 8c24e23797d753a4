import ArgumentParser
import Foundation

/// Where a command's result goes: standard output, or a file that is complete or not there at all.
struct OutputFile {
  /// The file; nil for standard output.
  let path: String?
  /// Whether an existing file may be replaced.
  let clobber: Bool

  /// Refuses early what could not be written later.
  func check() throws {
    guard let path else { return }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      if isFolder.boolValue { throw ValidationError("\(path) is a folder; name a file with -o") }
      if !clobber { throw ValidationError("\(path) exists; --clobber replaces it") }
    }
  }

  /// Writes the result.
  func write(_ bytes: [UInt8]) throws {
    guard let path else {
      Output.write(bytes)
      return
    }
    do {
      try Data(bytes).write(to: URL(filePath: path), options: .atomic)
    } catch {
      Output.error("nightjar: \(path) cannot be written: \(error.localizedDescription)\n")
      throw Exit.incomplete
    }
  }
}
