import Events
import Foundation

/// How far a folder of log files was read. CloudTrail writes files in the order of the times in their names, but not
/// strictly: files that are younger than the newest one by less than `lateness` are looked for by name.
struct S3Bookmark: Codable, Sendable, Hashable {
  /// For how long files may come late, in seconds.
  static let lateness: Int64 = 6 * 3600

  /// The latest time in a name that was read, `20260301T0005Z`.
  var newest: String
  /// The files that were read and are no older than `newest` less `lateness`: names without what they have in common.
  var read: Set<String> = []

  /// Where the listing begins.
  func listingStart(in folder: CloudTrailFolder) -> String { folder.startAfter(stamp: Self.earlier(newest)) }

  func hasRead(_ key: String, in folder: CloudTrailFolder) -> Bool {
    read.contains(Self.shortened(key, folder))
  }

  /// Notes a file. A name with a time to come does not move the bookmark, so that nobody can make it pass over files by
  /// putting one such name into the bucket.
  mutating func note(_ key: String, stamp: String, now: Timestamp, in folder: CloudTrailFolder) {
    if stamp <= Self.stamp(now) { newest = max(newest, stamp) }
    read.insert(Self.shortened(key, folder))
  }

  /// Forgets files that no listing names any more.
  mutating func prune() {
    let limit = Self.earlier(newest)
    read = read.filter { $0 >= limit }
  }

  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Texts and lists of texts can always be written.
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  init(newest: String) { self.newest = newest }

  /// Reads a stored bookmark; nil when the text is none.
  init?(text: String) {
    guard let value = try? JSONDecoder().decode(S3Bookmark.self, from: Data(text.utf8)) else { return nil }
    self = value
  }

  /// From the time in the name on, which is unique within a folder.
  private static func shortened(_ key: String, _ folder: CloudTrailFolder) -> String {
    let name = key.split(separator: "/").last ?? ""
    return String(name.dropFirst("\(folder.account)_CloudTrail_\(folder.region)_".count))
  }

  /// A time less `lateness`, as names write it.
  static func earlier(_ stamp: String) -> String {
    let digits = Array(stamp)
    guard digits.count == 14,
      let time = Timestamp(
        "\(String(digits[0..<4]))-\(String(digits[4..<6]))-\(String(digits[6..<8]))T\(String(digits[9..<11])):\(String(digits[11..<13])):00Z"
      )
    else { return stamp }
    return Self.stamp(Timestamp(nanoseconds: time.nanoseconds - lateness * 1_000_000_000))
  }

  /// A time as names write it.
  static func stamp(_ time: Timestamp) -> String {
    let text = time.description.prefix(16).filter { $0 != "-" && $0 != ":" }
    return "\(text)Z"
  }
}
