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
    try stream { try $0(bytes) }
  }

  /// Writes the result in pieces.
  func stream(_ body: (_ sink: ([UInt8]) throws -> Void) throws -> Void) throws {
    guard let path else { return try body(Output.write) }
    // The name is taken only when everything was written.
    let temporary = "\(path).\(UUID().uuidString).part"
    do {
      guard FileManager.default.createFile(atPath: temporary, contents: nil) else {
        throw CocoaError(.fileWriteUnknown)
      }
      defer { try? FileManager.default.removeItem(atPath: temporary) }
      let handle = try FileHandle(forWritingTo: URL(filePath: temporary))
      try body { try handle.write(contentsOf: $0) }
      try handle.synchronize()
      try handle.close()
      guard rename(temporary, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch {
      Output.error("nightjar: \(path) cannot be written: \(error.localizedDescription)\n")
      throw Exit.incomplete
    }
  }
}
