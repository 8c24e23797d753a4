import Engine
import Events
import Inputs
import OrderedCollections
import Storage

/// The sample of CloudTrail that is part of the program: an account whose recorder is off for 47 minutes.
struct DemoData {
  private static let folder = "demo/"

  let resources: ResourceTable

  /// The files of the sample.
  var files: [(name: String, bytes: [UInt8])] {
    resources.paths.filter { $0.hasPrefix(Self.folder) }.compactMap { path in
      resources[path].map { (String(path.dropFirst(Self.folder.count)), $0.bytes) }
    }
  }

  /// Takes the sample in, as if its files had arrived. What is stored already stays as it is.
  ///
  /// - Throws: `StoreError`; `APIFailure` when a file cannot be read, which would be a mistake of this program.
  func load(into engine: Engine, by actor: String) async throws {
    for (name, bytes) in files {
      let text = name.hasSuffix(".gz") ? try Self.inflated(bytes, name) : bytes
      let report = try await engine.ingestor.ingest { handler in
        [RecordReader().read(text: text, named: "demo/\(name)", handler: handler)]
      }
      guard report.isComplete else { throw APIFailure.bad("the sample \(name) cannot be read") }
    }
    try await engine.store.asyncWrite { writer in
      try writer.audit(action: "demo.loaded", subject: "sample", actor: actor)
    }
  }

  private static func inflated(_ bytes: [UInt8], _ name: String) throws -> [UInt8] {
    do {
      return try Gunzip.inflate(bytes, limit: 64 << 20)
    } catch {
      throw APIFailure.bad("the sample \(name) is damaged: \(error)")
    }
  }
}
