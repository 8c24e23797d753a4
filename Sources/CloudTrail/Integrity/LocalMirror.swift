import Events
import Foundation

/// A local copy of one or several buckets, as `aws s3 sync` makes it.
///
/// The path is a copy of a bucket or of a prefix of it, a folder inside of such a copy, or a folder that has a copy of each
/// bucket below the bucket's name. Copies of several buckets in one folder are told apart by what the digests say.
public struct LocalMirror: DigestSource {
  private let folders: [MirrorFolder]
  private let found: [DigestListing]
  private let logs: [ObjectLocation]
  /// Folders that could not be searched.
  public let problems: [DigestSourceError]

  /// Files above this size are not read; log files of CloudTrail have some megabytes.
  private static let maximumBytes = 1 << 30

  /// Searches a local copy.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - bucket: The bucket that the copy was made of; nil to take the digests' word for it.
  /// - Throws: When there is no such folder.
  public init(path: String, bucket: String? = nil) throws(DigestSourceError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw DigestSourceError(place: path, reason: "not found")
    }
    guard isFolder.boolValue else {
      throw DigestSourceError(place: path, reason: "is no folder; name a local copy of a bucket")
    }
    let start = URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
    var scan = MirrorScan(start: start)
    var walk = MirrorWalk()
    walk.run(start) { scan.add($0) }
    problems = walk.problems
    let layout = scan.layout(bucket: bucket, read: { try? Self.bytes($0) })
    folders = layout.folders
    found = layout.digests
    logs = layout.logs
  }

  /// All digests.
  public func digests() -> [DigestListing] { found }

  /// All log files.
  public func logFiles() -> [ObjectLocation] { logs }

  /// The bytes of a file; nil when it is not there.
  public func object(at location: ObjectLocation) throws(DigestSourceError) -> [UInt8]? {
    for folder in folders {
      guard let path = folder.path(of: location), FileManager.default.fileExists(atPath: path) else {
        continue
      }
      return try Self.bytes(path)
    }
    return nil
  }

  /// The metadata that was saved beside a digest.
  public func metadata(of location: ObjectLocation) throws(DigestSourceError) -> DigestMetadataLookup {
    let place = ObjectLocation(bucket: location.bucket, key: location.key + DigestMetadata.fileSuffix)
    guard let bytes = try object(at: place) else { return .none }
    do throws(IntegrityReason) {
      return .found(try DigestMetadata(headObject: bytes))
    } catch {
      return .invalid(error)
    }
  }

  private static func bytes(_ path: String) throws(DigestSourceError) -> [UInt8] {
    do {
      let file = URL(filePath: path)
      let values = try file.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
      guard values.isRegularFile == true else { throw DigestSourceError(place: path, reason: "is no file") }
      guard values.fileSize ?? 0 <= maximumBytes else {
        throw DigestSourceError(place: path, reason: "is larger than \(maximumBytes) bytes")
      }
      return Array(try Data(contentsOf: file))
    } catch let error as DigestSourceError {
      throw error
    } catch {
      throw DigestSourceError(place: path, reason: error.localizedDescription)
    }
  }
}
