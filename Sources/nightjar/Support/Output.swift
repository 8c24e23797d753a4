import Foundation

/// Writes to standard output, standard error and files.
enum Output {
  /// Writes bytes to standard output. A reader that went away ends the program quietly, as pipes expect.
  static func write(_ bytes: [UInt8]) {
    write(bytes, to: FileHandle.standardOutput)
  }

  /// Writes a line of text to standard output.
  static func line(_ text: String) {
    write(Array((text + "\n").utf8))
  }

  /// Writes text to standard error.
  static func error(_ text: String) {
    write(Array(text.utf8), to: FileHandle.standardError)
  }

  private static func write(_ bytes: [UInt8], to handle: FileHandle) {
    do {
      try handle.write(contentsOf: Data(bytes))
    } catch {
      exit(handle === FileHandle.standardOutput ? 0 : 2)
    }
  }
}
