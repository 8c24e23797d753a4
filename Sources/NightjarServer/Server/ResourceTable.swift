import Crypto
import Foundation

/// The files that are part of the program: scripts, style sheets, images, the description of the API.
public struct ResourceTable: Sendable {
  /// A file.
  public struct Resource: Sendable {
    /// Its content.
    public let bytes: [UInt8]
    /// Its media type.
    public let type: String
    /// What changes when the content does, in quotes, as `ETag` has it.
    public let tag: String

    /// The content as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  private let resources: [String: Resource]

  /// The files of the folder `Resources`, by their paths below it.
  public static let standard = ResourceTable(texts: ResourceFiles.texts, binaries: ResourceFiles.binaries)

  init(texts: [(path: String, text: String)], binaries: [(path: String, base64: String)]) {
    var resources: [String: Resource] = [:]
    for (path, text) in texts { resources[path] = Self.resource(path, Array(text.utf8)) }
    for (path, text) in binaries {
      resources[path] = Self.resource(path, Data(base64Encoded: text).map(Array.init) ?? [])
    }
    self.resources = resources
  }

  private static func resource(_ path: String, _ bytes: [UInt8]) -> Resource {
    let hash = SHA256.hash(data: bytes).prefix(12)
    let tag = "\"\(Data(hash).base64EncodedString())\""
    return Resource(bytes: bytes, type: type(of: path), tag: tag)
  }

  /// The file at a path; nil when there is none. Paths are names in a table: nothing outside can be reached.
  public subscript(path: String) -> Resource? { resources[path] }

  /// All paths, sorted.
  public var paths: [String] { resources.keys.sorted() }

  private static func type(of path: String) -> String {
    switch path.split(separator: ".").last {
    case "css": "text/css; charset=utf-8"
    case "js", "mjs": "text/javascript; charset=utf-8"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "ico": "image/x-icon"
    case "json": "application/json; charset=utf-8"
    case "html", "mustache": "text/html; charset=utf-8"
    case "gz": "application/gzip"
    default: "application/octet-stream"
    }
  }
}
