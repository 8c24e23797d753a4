import Foundation

/// The dictionaries that stored events are compressed with, by the number that every compressed frame carries.
///
/// A number never changes its content: rows that were written with it must stay readable.
enum EventDictionary {
  /// The number that new rows are compressed with.
  static let current: UInt32 = 1

  /// All dictionaries.
  static let all: [UInt32: Data] = [1: Data(base64Encoded: version1) ?? Data()]
}
