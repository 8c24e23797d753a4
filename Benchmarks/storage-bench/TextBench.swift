import CDeflate
import Events
import Foundation
import Storage

/// Writes invented records as gzip files in the shape in which CloudTrail delivers them, for programs that read files.
struct TextBench {
  let folder: URL
  let count: Int
  /// The time of the first record.
  let start: Timestamp
  /// Nanoseconds from one record to the next.
  let step: Int64

  /// Records of one file.
  private static let batch = 5000

  func run() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var records = SampleRecords(from: start, step: step, rareEvery: max(2, count / 500))
    var made = 0
    while made < count {
      let texts = (0..<min(Self.batch, count - made)).map { _ in records.text() }
      let name = String(format: "records-%06d.json.gz", made / Self.batch)
      let file = try Self.compressed(Array("{\"Records\":[\(texts.joined(separator: ","))]}".utf8))
      try Data(file).write(to: folder.appending(path: name))
      made += texts.count
    }
  }

  private static func compressed(_ text: [UInt8]) throws -> [UInt8] {
    guard let compressor = libdeflate_alloc_compressor(6) else {
      throw StoreError(.other, "libdeflate has no memory")
    }
    defer { libdeflate_free_compressor(compressor) }
    let bound = libdeflate_gzip_compress_bound(compressor, text.count)
    let result = [UInt8](unsafeUninitializedCapacity: bound) { target, size in
      size = libdeflate_gzip_compress(compressor, text, text.count, target.baseAddress, bound)
    }
    guard !result.isEmpty else { throw StoreError(.other, "libdeflate did not compress a file") }
    return result
  }
}
