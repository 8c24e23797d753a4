import Foundation
import Synchronization

/// Tells whether the last process that used a data folder closed it in order.
///
/// Every process holds a shared lock on `nightjar.lock` while it uses the folder. Who finds nobody else there may look at
/// the mark that is set while the folder is in use: when it is there, some process ended without closing the store.
final class FolderLock: Sendable {
  private let descriptor: Int32
  private let mark: String
  private let isReleased = Mutex(false)
  /// Whether the store was not closed in order by whoever used it last.
  let wasInterrupted: Bool

  /// Locks a folder.
  ///
  /// - Throws: `StoreError` when the files cannot be made.
  init(folder: URL) throws {
    let path = folder.appending(path: "nightjar.lock").path
    mark = folder.appending(path: "nightjar.in-use").path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StoreError(.inaccessible, "cannot open \(path): \(String(cString: strerror(errno)))")
    }
    let isAlone = flock(descriptor, LOCK_EX | LOCK_NB) == 0
    wasInterrupted = isAlone && access(mark, F_OK) == 0
    if !isAlone { flock(descriptor, LOCK_SH) }
    let file = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    if file >= 0 { close(file) }
    if isAlone { flock(descriptor, LOCK_SH) }
  }

  /// Takes the mark away unless another process still uses the folder.
  func release() {
    let isFirst = isReleased.withLock { isReleased in
      defer { isReleased = true }
      return !isReleased
    }
    guard isFirst else { return }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(mark) }
    flock(descriptor, LOCK_UN)
  }

  deinit {
    close(descriptor)
  }
}
