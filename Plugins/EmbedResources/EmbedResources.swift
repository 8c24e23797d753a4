import Foundation
import PackagePlugin

/// Compiles the files of a target's folder `Resources`, and the package's sample of CloudTrail, into the target, so that
/// the binary needs no folder beside it.
@main
struct EmbedResources: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folders = [
      (prefix: "", url: target.directoryURL.appending(path: "Resources")),
      (prefix: "demo/", url: context.package.directoryURL.appending(path: "Examples/cloudtrail")),
    ]
    let output = context.pluginWorkDirectoryURL.appending(path: "ResourceFiles.swift")
    let files = try folders.flatMap { try Self.files(in: $0.url) }
    return [
      .buildCommand(
        displayName: "Embedding \(files.count) resources",
        executable: try context.tool(named: "embed-resources").url,
        arguments: [output.path] + folders.map { "\($0.prefix)=\($0.url.path)" } + ["--"] + files.map(\.path),
        inputFiles: files,
        outputFiles: [output])
    ]
  }

  private static func files(in folder: URL) throws -> [URL] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
      .map { folder.appending(path: $0) }
      .filter { try $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true }
      .sorted { $0.path < $1.path }
  }
}
