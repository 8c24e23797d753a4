import Foundation

/// Writes to standard output and standard error.
enum Output {
  /// Writes bytes to standard output. When that fails, the loss is said and the program ends with status 4.
  static func write(_ bytes: [UInt8]) {
    guard let code = write(bytes, to: STDOUT_FILENO) else { return }
    // A reader that went away wants no more, and a pipe is no place that fills up.
    if code == EPIPE { exit(0) }
    error("nightjar: the output cannot be written: \(String(cString: strerror(code)))\n")
    exit(4)
  }

  /// Writes a line of text to standard output.
  static func line(_ text: String) {
    write(Array((text + "\n").utf8))
  }

  /// Writes text to standard error. What cannot be said there cannot be said at all.
  static func error(_ text: String) {
    _ = write(Array(text.utf8), to: STDERR_FILENO)
  }

  /// Writes all bytes; the number of the error when that fails.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = Foundation.write(
          descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
        if count < 0 {
          if errno == EINTR { continue }
          return errno
        }
        written += count
      }
      return nil
    }
  }
}
