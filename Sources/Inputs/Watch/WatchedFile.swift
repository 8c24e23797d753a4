#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a file is recognised by: when one of these changes, it is read again.
public struct WatchedFile: Sendable, Hashable {
  /// The path.
  public let path: FilePathBytes
  /// The size in bytes.
  public let size: Int
  /// When its content was last changed, in nanoseconds since 1970.
  public let modified: Int64
  /// When its content, owner or mode was last changed; nobody can set it back.
  public let changed: Int64
  /// Its number in the file system.
  public let inode: UInt64

  /// Looks at a file; nil when it is not there or no regular file.
  init?(path: FilePathBytes) {
    var status = stat()
    guard path.withCString({ stat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    self.path = path
    size = Int(status.st_size)
    inode = UInt64(status.st_ino)
    #if canImport(Glibc)
      modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
      changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
    #else
      modified = Int64(status.st_mtimespec.tv_sec) * 1_000_000_000 + Int64(status.st_mtimespec.tv_nsec)
      changed = Int64(status.st_ctimespec.tv_sec) * 1_000_000_000 + Int64(status.st_ctimespec.tv_nsec)
    #endif
  }

  /// The name of its checkpoint. Bytes that are no UTF-8 are written in hexadecimal digits, so that names stay apart.
  var checkpointName: String {
    if let text = String(validating: path.bytes, as: UTF8.self) { return "file:\(text)" }
    return "file-bytes:" + path.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// What its checkpoint says once it was read.
  var checkpointText: String { "\(size) \(modified) \(changed) \(inode)" }
}
