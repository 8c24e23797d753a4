#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of an open file descriptor.
final class FileBytes: ByteSource {
  private let descriptor: Int32
  private let closes: Bool
  /// The size of a regular file; nil for pipes and devices.
  let size: Int?

  /// Opens a file. A path may be any bytes: names that are not UTF-8 are passed on as they are.
  init(path: FilePathBytes) throws(InputProblem.Reason) {
    let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else { throw errno == ENOENT ? .notFound : .unreadable(Self.message(errno)) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let reason = InputProblem.Reason.unreadable(Self.message(errno))
      close(descriptor)
      throw reason
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .notAFile
    }
    self.descriptor = descriptor
    closes = true
    size = Int(status.st_size)
  }

  /// Borrows a descriptor, such as standard input.
  init(borrowing descriptor: Int32) {
    self.descriptor = descriptor
    closes = false
    size = nil
  }

  deinit {
    if closes { close(descriptor) }
  }

  func read(into target: UnsafeMutableRawBufferPointer) throws(InputProblem.Reason) -> Int {
    var filled = 0
    while filled < target.count, let base = target.baseAddress {
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, base + filled, target.count - filled)
      #else
        let count = Darwin.read(descriptor, base + filled, target.count - filled)
      #endif
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw .unreadable(Self.message(errno))
      }
      filled += count
    }
    return filled
  }

  static func message(_ code: Int32) -> String {
    String(cString: strerror(code))
  }
}
