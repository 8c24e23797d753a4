/// A folder that has the objects of a bucket, or of a prefix of it.
struct MirrorFolder: Sendable {
  /// The folder, which has the folder `AWSLogs`, or the prefix before it.
  let path: String
  /// The bucket, where the folder tells it; nil when its digests may be of several buckets.
  let bucket: String?
  /// What stands in keys before the path below the folder: empty, or a prefix that ends with a slash.
  let prefix: String

  /// The key of a file.
  func key(of path: String) -> String { prefix + path }

  /// The path of an object below the folder; nil when the folder cannot have it.
  func path(of location: ObjectLocation) -> String? {
    if let bucket, !location.bucket.isEmpty, bucket != location.bucket { return nil }
    guard location.key.hasPrefix(prefix) else { return nil }
    let rest = location.key.dropFirst(prefix.count)
    // A key is the name of a file here, and must not lead out of the folder.
    let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." && !$0.utf8.contains(0) }) else {
      return nil
    }
    return "\(path)/\(rest)"
  }
}
