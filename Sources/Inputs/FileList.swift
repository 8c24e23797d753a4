#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The files that the paths of a command line name: folders are searched to the bottom, in the order of their names.
/// Objects of S3 are found with `find`.
public struct FileList: Sendable {
  /// One file to read.
  public struct Entry: Sendable, Hashable {
    /// The path.
    public let path: FilePathBytes
    /// Whether the file is standard input.
    public let isStandardInput: Bool
    /// The size in bytes, 0 when unknown.
    public let size: Int
    /// Brings the object to disk; nil for files. Blocks.
    let download: (@Sendable () throws(InputProblem.Reason) -> TemporaryFile)?

    init(path: FilePathBytes, isStandardInput: Bool, size: Int) {
      self.path = path
      self.isStandardInput = isStandardInput
      self.size = size
      download = nil
    }

    init(
      object: S3ObjectReference, download: @escaping @Sendable () throws(InputProblem.Reason) -> TemporaryFile
    ) {
      path = FilePathBytes(object.description)
      isStandardInput = false
      size = object.size ?? 0
      self.download = download
    }

    /// Entries are the same when they name the same file.
    public static func == (left: Self, right: Self) -> Bool {
      left.path == right.path && left.isStandardInput == right.isStandardInput && left.size == right.size
    }

    /// Hashes the name of the file.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(path)
      hasher.combine(isStandardInput)
    }
  }

  /// The files in order.
  public private(set) var entries: [Entry] = []
  /// Paths that could not be searched.
  public private(set) var problems: [InputProblem] = []

  private var seen: Set<Identity> = []
  private static let maximumDepth = 64

  /// What the file system knows a file by, so that links do not make it read twice or for ever.
  private struct Identity: Hashable, Sendable {
    let device: UInt64
    let number: UInt64
  }

  /// Finds the files. `-` is standard input.
  public init(paths: [String]) {
    for path in paths { append(path: path) }
  }

  /// Adds what a path names.
  mutating func append(path: String) {
    if path == "-" {
      append(Entry(path: FilePathBytes("-"), isStandardInput: true, size: 0))
    } else if path.hasPrefix("s3://") {
      append(InputProblem(path: path, reason: .unsupportedSource("an s3:// location")))
    } else {
      visit(FilePathBytes(path), depth: 0, isNamed: true)
    }
  }

  /// Adds an entry.
  mutating func append(_ entry: Entry) { entries.append(entry) }

  /// Adds a problem.
  mutating func append(_ problem: InputProblem) { problems.append(problem) }

  /// The sizes of all files together, in bytes.
  public var totalBytes: Int { entries.reduce(0) { $0 + $1.size } }

  private mutating func visit(_ path: FilePathBytes, depth: Int, isNamed: Bool) {
    var status = stat()
    guard path.withCString({ stat($0, &status) }) == 0 else {
      let reason: InputProblem.Reason = errno == ENOENT ? .notFound : .unreadable(FileBytes.message(errno))
      problems.append(InputProblem(path: path.text, reason: reason))
      return
    }
    let identity = Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      guard seen.insert(identity).inserted else { return }
      visitFolder(path, depth: depth)
    case S_IFREG:
      guard seen.insert(identity).inserted else { return }
      entries.append(Entry(path: path, isStandardInput: false, size: Int(status.st_size)))
    default:
      if isNamed { problems.append(InputProblem(path: path.text, reason: .notAFile)) }
    }
  }

  private mutating func visitFolder(_ path: FilePathBytes, depth: Int) {
    guard depth < Self.maximumDepth else {
      problems.append(InputProblem(path: path.text, reason: .unreadable("folders are nested too deep")))
      return
    }
    guard let folder = path.withCString({ opendir($0) }) else {
      problems.append(InputProblem(path: path.text, reason: .unreadable(FileBytes.message(errno))))
      return
    }
    defer { closedir(folder) }
    var names: [[UInt8]] = []
    while let entry = readdir(folder) {
      let name = Self.name(entry)
      if name != Array(".".utf8), name != Array("..".utf8), !Self.isMetadata(name) { names.append(name) }
    }
    for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      visit(path.appending(name), depth: depth + 1, isNamed: false)
    }
  }

  /// Whether a file in a folder holds the metadata of the object beside it, as digests are verified with, and no events.
  private static func isMetadata(_ name: [UInt8]) -> Bool {
    name.reversed().starts(with: ".json.gz.metadata.json".utf8.reversed())
  }

  private static func name(_ entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      Array(bytes.prefix { $0 != 0 })
    }
  }
}
