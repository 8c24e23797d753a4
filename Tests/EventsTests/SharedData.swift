import Foundation

/// The folder with reference data beside the repository, when it is there. Nothing of it belongs to the project.
enum SharedData {
  static let folder: URL? = {
    let named = ProcessInfo.processInfo.environment["NIGHTJAR_SHARED"].map { URL(filePath: $0) }
    let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = named ?? repository.deletingLastPathComponent().appending(path: "shared")
    return FileManager.default.fileExists(atPath: folder.appending(path: "data").path)
      ? folder.appending(path: "data") : nil
  }()
}
