public import AWS
import Foundation

/// Brings objects into a folder of temporary files, which is removed with the downloader.
public final class S3Downloader: Sendable {
  /// An object may have this many bytes as it is stored, unless stated otherwise.
  public static let standardLimit = 4 << 30

  private let client: AWSClient
  private let limit: Int
  private let folder: DownloadFolder

  /// A downloader.
  ///
  /// - Parameters:
  ///   - client: Reads the objects.
  ///   - limit: Objects with more bytes are refused.
  /// - Throws: `InputProblem.Reason` when the folder for temporary files cannot be made.
  public init(client: AWSClient, limit: Int = standardLimit) throws(InputProblem.Reason) {
    self.client = client
    self.limit = limit
    folder = try DownloadFolder(in: FileManager.default.temporaryDirectory)
  }

  /// Downloads an object.
  func download(_ object: S3ObjectReference) async throws(AWSError) -> TemporaryFile {
    let file = TemporaryFile(folder.url.appending(path: UUID().uuidString).path, owner: self)
    _ = try await client.download(
      GetObject(bucket: object.bucket, key: object.key, versionID: object.versionID, limit: limit),
      to: file.path.text)
    return file
  }
}

/// A file that is removed when it is no longer used.
final class TemporaryFile: Sendable {
  let path: FilePathBytes
  /// Keeps the folder.
  private let owner: S3Downloader

  init(_ path: String, owner: S3Downloader) {
    self.path = FilePathBytes(path)
    self.owner = owner
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path.text)
  }
}
