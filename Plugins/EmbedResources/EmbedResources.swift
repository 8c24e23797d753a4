import Foundation
import PackagePlugin

/// Compiles the files of a target's folder `Resources` into the target, so that the binary needs no folder beside it.
@main
struct EmbedResources: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder = target.directoryURL.appending(path: "Resources")
    let output = context.pluginWorkDirectoryURL.appending(path: "ResourceFiles.swift")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
      .map { folder.appending(path: $0) }
      .filter { try $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true }
      .sorted { $0.path < $1.path }
    return [
      .buildCommand(
        displayName: "Embedding \(files.count) resources",
        executable: try context.tool(named: "embed-resources").url,
        arguments: [output.path, folder.path] + files.map(\.path),
        inputFiles: files,
        outputFiles: [output])
    ]
  }
}
