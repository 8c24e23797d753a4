import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder of temporary files, which is removed when it is no longer used.
///
/// A process that was killed removes nothing. A lock beside each folder, which ends with its process, tells the folders that are in
/// use from those; the next process that makes a folder removes them.
final class DownloadFolder: Sendable {
  /// The folder.
  let url: URL
  private let lock: URL
  private let descriptor: Int32

  private static let prefix = "nightjar-s3-"
  private static let lockSuffix = ".lock"
  /// So many abandoned folders one process removes.
  private static let most = 1000

  /// Makes a folder that only this user may read.
  ///
  /// - Parameter parent: Where it is made.
  /// - Throws: `InputProblem.Reason` when it cannot be made.
  init(in parent: URL) throws(InputProblem.Reason) {
    Self.removeAbandoned(in: parent)
    let name = Self.prefix + UUID().uuidString
    let (folder, lock) = (parent.appending(path: name), parent.appending(path: name + Self.lockSuffix))
    descriptor = try Self.make(folder.path, lock.path)
    (url, self.lock) = (folder, lock)
  }

  /// Makes a folder behind its lock, whose descriptor is returned.
  private static func make(_ folder: String, _ lock: String) throws(InputProblem.Reason) -> Int32 {
    let descriptor = open(lock, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    if descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0, mkdir(folder, 0o700) == 0 {
      return descriptor
    }
    let reason = FileBytes.message(errno)
    if descriptor >= 0 {
      unlink(lock)
      close(descriptor)
    }
    throw .unreadable("no folder for temporary files at \(folder): \(reason)")
  }

  deinit {
    // The folder goes first: as long as it is there, its lock says whose it is.
    try? FileManager.default.removeItem(at: url)
    unlink(lock.path)
    close(descriptor)
  }

  private static func removeAbandoned(in parent: URL) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
    let folders = names.lazy.filter { $0.hasPrefix(prefix) && !$0.hasSuffix(lockSuffix) }
    for folder in folders.prefix(most).map({ parent.appending(path: $0) }) where isOwn(folder) {
      let lock = URL(filePath: folder.path + lockSuffix)
      guard isAbandoned(lock) else { continue }
      try? FileManager.default.removeItem(at: folder)
      unlink(lock.path)
    }
  }

  /// Whether something is a folder, and of this user.
  private static func isOwn(_ folder: URL) -> Bool {
    var status = stat()
    return lstat(folder.path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      && status.st_uid == geteuid()
  }

  /// Whether no process holds a lock. A folder is made after its lock was taken, so that one without a lock is abandoned too.
  private static func isAbandoned(_ lock: URL) -> Bool {
    let descriptor = open(lock.path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return errno == ENOENT }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }
}
