import Foundation
import TestSupport

/// The program that writes until it is killed; it lies beside the bundle of the tests.
enum HelperProgram {
  static let url: URL? = {
    let bundles =
      CommandLine.arguments + [Bundle.main.executablePath ?? ""] + Bundle.allBundles.map(\.bundlePath)
    let folders = bundles.filter { $0.contains(".xctest") }.map { path in
      URL(filePath: String(path[..<(path.firstRange(of: ".xctest")?.lowerBound ?? path.endIndex)]))
        .deletingLastPathComponent()
    }
    let candidates = folders + [SharedData.repository.appending(path: ".build/debug")]
    return candidates.map { $0.appending(path: "storage-bench") }.first {
      FileManager.default.isExecutableFile(atPath: $0.path)
    }
  }()
}
