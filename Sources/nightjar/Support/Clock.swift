import Events
import Foundation

extension Timestamp {
  /// The present.
  static var now: Timestamp {
    Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1000) * 1_000_000)
  }
}
