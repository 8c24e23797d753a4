import Foundation

/// Appends notices to a file. When `send` returns, the line is on the disk.
actor FileSink: Sink {
  private let settings: FileSettings
  private let surroundings: SinkSurroundings

  init(settings: FileSettings, surroundings: SinkSurroundings) {
    self.settings = settings
    self.surroundings = surroundings
  }

  func send(_ notice: Notice) async throws(SinkError) {
    var bytes = Payload(version: surroundings.version).render(notice, settings.format).bytes
    bytes.append(UInt8(ascii: "\n"))
    // The file is opened for each line, so that it can be moved away while the program runs.
    let descriptor = open(settings.path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else { throw failure("cannot be opened") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("cannot be looked at") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .permanent("\(settings.path) is no file") }
    guard append(bytes, descriptor) else {
      let error = failure("cannot be written")
      // Half a line would spoil the next one.
      if ftruncate(descriptor, status.st_size) != 0 { throw failure("has half a line at its end") }
      throw error
    }
    guard fsync(descriptor) == 0 else { throw failure("cannot be synchronised") }
  }

  private func append(_ bytes: [UInt8], _ descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        written += count
      }
      return true
    }
  }

  private func failure(_ what: String) -> SinkError {
    .passing("\(settings.path) \(what): \(String(cString: strerror(errno)))")
  }
}
