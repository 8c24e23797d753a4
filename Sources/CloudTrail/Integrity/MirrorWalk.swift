import Foundation

/// Finds the files of a folder to the bottom, without following links.
struct MirrorWalk {
  /// A file below the folder.
  struct File {
    /// The path below the folder, its parts separated by slashes.
    let path: String
    /// The name.
    let name: String
  }

  /// Folders that could not be searched.
  private(set) var problems: [DigestSourceError] = []
  private static let maximumDepth = 64

  /// Calls `body` with every regular file.
  mutating func run(_ root: String, _ body: (File) -> Void) {
    visit(root, below: "", depth: 0, body)
  }

  private mutating func visit(_ folder: String, below path: String, depth: Int, _ body: (File) -> Void) {
    guard depth < Self.maximumDepth else {
      problems.append(DigestSourceError(place: folder, reason: "folders are nested too deep"))
      return
    }
    guard let handle = opendir(folder) else {
      problems.append(DigestSourceError(place: folder, reason: String(cString: strerror(errno))))
      return
    }
    defer { closedir(handle) }
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name != ".", name != ".." else { continue }
      let full = "\(folder)/\(name)"
      let inner = path.isEmpty ? name : "\(path)/\(name)"
      var status = stat()
      // Keys of CloudTrail are ASCII: a name that is no UTF-8 is no file of interest, and `lstat` does not find it.
      guard lstat(full, &status) == 0 else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: visit(full, below: inner, depth: depth + 1, body)
      case S_IFREG: body(File(path: inner, name: name))
      default: break
      }
    }
  }
}
