/// Sorts the files of a local copy into folders that mirror a bucket, digests and log files.
struct MirrorScan {
  /// What a local copy has.
  struct Layout {
    var folders: [MirrorFolder] = []
    var digests: [DigestListing] = []
    var logs: [ObjectLocation] = []
  }

  private struct Found {
    var digests: [(path: String, key: DigestKey)] = []
    var logs: [String] = []
  }

  private static let logs = "AWSLogs"
  private let start: String
  /// The part of the start's own path that belongs to keys: what follows its last `AWSLogs`, with it.
  private let inner: String
  /// The folder that the start lies in, without that part.
  private let root: String
  private var found: [String: Found] = [:]

  /// A scan of the files below a folder.
  init(start: String) {
    self.start = start
    var parts = start.split(separator: "/", omittingEmptySubsequences: false)
    guard let logs = parts.lastIndex(where: { $0 == Self.logs }) else {
      root = start
      inner = ""
      return
    }
    inner = parts[logs...].joined(separator: "/") + "/"
    parts.removeSubrange(logs...)
    root = parts.joined(separator: "/")
  }

  /// Adds a file below the start.
  mutating func add(_ file: MirrorWalk.File) {
    guard file.name.hasSuffix(".json.gz") else { return }
    let path = inner + file.path
    let digest = DigestKey(file.name) == nil ? nil : DigestKey(path)
    guard digest != nil || Self.isLog(path) else { return }
    let parts = path.split(separator: "/")
    // What stands before `AWSLogs` is the folder of a bucket, or of a prefix.
    let logs = parts.firstIndex(where: { $0 == Self.logs }) ?? 0
    let folder = ([root] + parts[..<logs].map(String.init)).joined(separator: "/")
    let rest = parts[logs...].joined(separator: "/")
    if let digest {
      found[folder, default: Found()].digests.append((rest, digest))
    } else {
      found[folder, default: Found()].logs.append(rest)
    }
  }

  /// Whether a path is that of a log file: the folder of the account is followed by `CloudTrail`.
  private static func isLog(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    guard let logs = parts.firstIndex(where: { $0 == Self.logs }) else { return false }
    return parts[logs...].dropFirst(2).prefix(2).contains("CloudTrail")
  }

  /// What was found. The digests of each folder tell its bucket and the prefix of its keys.
  func layout(bucket: String?, read: (_ path: String) -> [UInt8]?) -> Layout {
    var layout = Layout()
    for (path, found) in found.sorted(by: { $0.key < $1.key }) {
      let folder = folder(path, found, bucket: bucket, read)
      layout.folders.append(folder)
      func location(_ path: String) -> ObjectLocation {
        ObjectLocation(bucket: folder.bucket ?? "", key: folder.key(of: path))
      }
      layout.digests += found.digests.compactMap { DigestListing(location($0.path)) }
      layout.logs += found.logs.sorted().map(location)
    }
    return layout
  }

  private func folder(
    _ path: String, _ found: Found, bucket: String?, _ read: (_ path: String) -> [UInt8]?
  ) -> MirrorFolder {
    let names = path.split(separator: "/").map(String.init)
    for digest in found.digests.sorted(by: { $0.key.end > $1.key.end }) {
      guard let bytes = read("\(path)/\(digest.path)"), let content = try? GzipContent.bytes(of: bytes),
        let document = try? DigestDocument(content)
      else { continue }
      let key = document.location.key
      guard key == digest.path || key.hasSuffix("/" + digest.path) else { continue }
      let prefix = String(key.dropLast(digest.path.count))
      // The folder has the bucket's name, before the folders of the prefix where these were copied too.
      let below = prefix.split(separator: "/").map(String.init)
      let isNamed =
        names.last == document.location.bucket
        || names.dropLast(below.count).last == document.location.bucket
          && names.suffix(below.count) == below[...]
      return MirrorFolder(
        path: path, bucket: bucket ?? (isNamed ? document.location.bucket : nil), prefix: prefix)
    }
    return MirrorFolder(path: path, bucket: bucket, prefix: "")
  }
}
