import Foundation
import Synchronization

/// Notices the first interrupt signal, so that work can end in order; the second one ends the program at once.
enum Interruption {
  private static let seen = Atomic<Bool>(false)

  /// Begins to notice.
  static func watch() {
    signal(SIGINT) { _ in
      if Interruption.seen.exchange(true, ordering: .relaxed) { _exit(130) }
    }
  }

  /// Whether a signal came.
  static var isRequested: Bool { seen.load(ordering: .relaxed) }
}
