import CZstd
import Foundation

/// The dictionaries as zstd prepares them.
///
/// It is `@unchecked Sendable` since nothing changes them, and zstd lets any number of threads use one dictionary.
final class CompiledDictionaries: @unchecked Sendable {
  /// zstd's level. Level 3 gives slightly smaller frames and takes much longer.
  private static let level: Int32 = 1

  /// What new rows are compressed with.
  let current: OpaquePointer
  /// What rows are restored with, by number.
  let all: [UInt32: OpaquePointer]

  static let shared = CompiledDictionaries()

  private init?() {
    guard let content = EventDictionary.all[EventDictionary.current],
      let current = content.withUnsafeBytes({ ZSTD_createCDict($0.baseAddress, $0.count, Self.level) })
    else { return nil }
    self.current = current
    all = EventDictionary.all.compactMapValues { content in
      content.withUnsafeBytes { ZSTD_createDDict($0.baseAddress, $0.count) }
    }
  }

  deinit {
    ZSTD_freeCDict(current)
    for dictionary in all.values { ZSTD_freeDDict(dictionary) }
  }
}
