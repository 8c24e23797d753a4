import Foundation

/// Finds files by their endings in folders, and reads them.
struct FileTree {
  /// A file, or why there is none.
  enum Entry {
    /// A file; whether its own path was given, rather than that of a folder.
    case file(path: String, bytes: [UInt8], isNamed: Bool)
    case problem(RuleError)
  }

  private static let maximumDepth = 32

  /// What the files are, for messages.
  let kind: String
  /// The endings of names, and how many bytes such a file may have.
  let limits: [String: Int]

  /// Reads files, and folders of them; folders whose names begin with a dot are left out.
  func read(_ paths: [String], _ body: (Entry) -> Void) {
    for path in paths { visit(path, depth: 0, body) }
  }

  private func visit(_ path: String, depth: Int, _ body: (Entry) -> Void) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      body(Self.problem(path, "no such file or folder"))
      return
    }
    guard isFolder.boolValue else {
      visitFile(path, isNamed: depth == 0, body)
      return
    }
    guard depth < Self.maximumDepth else {
      body(Self.problem(path, "folders are nested too deep"))
      return
    }
    do {
      for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted()
      where !name.hasPrefix(".") {
        visit(path.hasSuffix("/") ? path + name : "\(path)/\(name)", depth: depth + 1, body)
      }
    } catch {
      body(Self.problem(path, "cannot be read: \(error.localizedDescription)"))
    }
  }

  private func visitFile(_ path: String, isNamed: Bool, _ body: (Entry) -> Void) {
    guard let limit = limits.first(where: { path.hasSuffix($0.key) })?.value else {
      let endings = limits.keys.sorted(by: >).joined(separator: ", ")
      if isNamed { body(Self.problem(path, "not a \(kind); its name must end in one of \(endings)")) }
      return
    }
    do throws(RuleError) {
      body(.file(path: path, bytes: try Self.contents(of: path, kind: kind, limit: limit), isNamed: isNamed))
    } catch {
      body(.problem(error))
    }
  }

  /// The bytes of a file.
  ///
  /// - Throws: `RuleError` when it cannot be read or is too large.
  static func contents(of path: String, kind: String, limit: Int) throws(RuleError) -> [UInt8] {
    if let bytes = RegularFile.bytes(of: path, limit: limit) { return bytes }
    do {
      let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
      if size <= limit { return Array(try Data(contentsOf: URL(filePath: path))) }
      throw RuleError(path: path, message: "has \(size) bytes; a \(kind) may have \(limit)")
    } catch let error as RuleError {
      throw error
    } catch {
      throw RuleError(path: path, message: "cannot be read: \(error.localizedDescription)")
    }
  }

  /// The path of a file that is named relative to another file.
  static func path(_ name: String, besides file: String) -> String {
    guard !name.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return name }
    return String(file[...slash]) + name
  }

  private static func problem(_ path: String, _ message: String) -> Entry {
    .problem(RuleError(path: path, message: message))
  }
}
