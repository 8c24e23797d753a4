import CZlib
import CloudTrail
import Events
import Foundation
import Inputs
import TestSupport
import Testing

/// Notes what it is given.
final class Collector: RecordHandler {
  private(set) var records: [String] = []

  func cloudTrailRecord(_ bytes: UnsafeBufferPointer<UInt8>, slots: SlotScanner) {
    records.append("record \(slots[.eventName].string ?? "?")")
  }

  func document(_ bytes: UnsafeBufferPointer<UInt8>, id: String?, index: String?) {
    records.append("document \(id ?? "-") \(index ?? "-")")
  }
}

@Suite struct RecordReaderTests {
  private func read(_ bytes: [UInt8], limits: InputLimits = .standard) throws -> (
    records: [String], report: FileReport
  ) {
    let folder = try TemporaryFolder()
    let path = try folder.write("f", bytes)
    let entry = try #require(FileList(paths: [path]).entries.first)
    let collector = Collector()
    let report = RecordReader(limits: limits).read(entry, handler: collector)
    return (collector.records, report)
  }

  private func read(_ text: String, limits: InputLimits = .standard) throws -> (
    records: [String], report: FileReport
  ) {
    try read(Array(text.utf8), limits: limits)
  }

  private static func record(_ name: String) -> String { #"{"eventVersion":"1.11","eventName":"\#(name)"}"# }
  private static let a = record("A")
  private static let b = record("B")

  @Test(arguments: [
    (#"{"Records":[\#(a),\#(b)]}"#, ["record A", "record B"]),
    (" {\n \"Records\" : [ \(a) , \(b) ] , \"x\" : {\"y\":1} } \n", ["record A", "record B"]),
    (#"{"Records":[]}"#, []),
    (#"{"x":1,"Records":[\#(a),\#(b)]}"#, ["record A", "record B"]), (a, ["record A"]),
    ("\(a)\n\(b)\n\n", ["record A", "record B"]), ("\(a)\(b)", ["record A", "record B"]),
    ("[\(a),\(b)]", ["record A", "record B"]), ("[]", []), ("", []),
    ("\u{FEFF}\(a)", ["record A"]),
    (#"{"version":"0","detail-type":"x","source":"aws.config","detail":\#(a)}"#, ["record A"]),
    (#"{"Type":"Notification","Message":"{\"eventName\":\"A\"}"}"#, ["record A"]),
    (#"{"Type":"Notification","Message":"{\"detail\":{\"eventName\":\"A\"}}"}"#, ["record A"]),
    (
      #"{"Events":[{"EventName":"A","CloudTrailEvent":"{\"eventName\":\"A\"}"},{"CloudTrailEvent":"{\"eventName\":\"B\"}"}]}"#,
      ["record A", "record B"]
    ),
    (#"{"eventData":{"eventName":"A"}}"#, ["record A"]),
    (#"{"record":{"eventName":"A"},"test":"x"}"#, ["record A"]),
    (
      #"{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","message":"{\"eventName\":\"A\"}"}]}"#,
      ["record A"]
    ), (#"{"_id":"1","_index":"i","_source":{"event":{"action":"x"}}}"#, ["document 1 i"]),
    (
      #"{"hits":{"hits":[{"_id":"1","_source":{}},{"_id":"2","_source":{}}]}}"#,
      ["document 1 -", "document 2 -"]
    ),
    (#"{"@timestamp":"2026-01-01T00:00:00Z","event":{"action":"x"}}"#, ["document - -"]),
    (#"{"event.action":"x"}"#, ["document - -"]),
    ("{\"Records\":[\(a)]}\n{\"Records\":[\(b)]}", ["record A", "record B"]),
  ])
  func shapes(_ text: String, _ expected: [String]) throws {
    let small = try read(text)
    #expect(small.records == expected && small.report.isComplete, "\(small.report.problems)")
    // The same through windows in place of a whole file.
    var limits = InputLimits()
    limits.wholeFileBytes = 0
    let windowed = try read(text, limits: limits)
    #expect(windowed.records == expected && windowed.report.isComplete, "\(windowed.report.problems)")
    let packed = try read(Self.gzip(Array(text.utf8)))
    #expect(packed.records == expected && packed.report.isComplete, "\(packed.report.problems)")
    let packedWindows = try read(Self.gzip(Array(text.utf8)), limits: limits)
    #expect(
      packedWindows.records == expected && packedWindows.report.isComplete, "\(packedWindows.report.problems)"
    )
  }

  @Test(
    arguments: [
      ("{\"Records\":[\(a),", ["record A"], .json(.unexpectedEnd), 52),
      ("\(a)\n{\"eventName\":tru}\n\(b)", ["record A", "record B"], .json(.invalidLiteral), 53),
      ("\(a)\nnot json\n\(b)\n", ["record A", "record B"], .json(.invalidLiteral), 40),
      ("[\(a),5,\(b)]", ["record A", "record B"], .notAnObject, 41), (#"{"hello":1}"#, [], .unknownShape, 0),
      ("{\"Records\":[\(a),\"x\",\(b)]}", ["record A", "record B"], .notAnObject, 52),
      ("{\"Records\":[\(a) \(b)]}", ["record A"], .json(.unexpectedByte), 52),
      ("{\"eventName\":\"\u{1}\"}", [], .json(.controlCharacter), 14),
      (#"{"Message":"{broken"}"#, [], .json(.unexpectedByte), 0),
      ("PK\u{3}\u{4}zip", [], .json(.unexpectedByte), 0),
    ] as [(String, [String], InputProblem.Reason, Int)])
  func badTextIsNamedWithItsOffset(
    _ text: String, _ records: [String], _ reason: InputProblem.Reason, _ offset: Int
  ) throws {
    let (found, report) = try read(text)
    #expect(found == records)
    #expect(report.problems.map(\.reason) == [reason])
    #expect(report.problems.map(\.offset) == [offset])
  }

  @Test func invalidUTF8IsNamed() throws {
    let (records, report) = try read(
      Array(Self.a.utf8) + [0x0A] + Array(#"{"eventName":""#.utf8) + [0xFF] + Array("\"}\n".utf8)
        + Array(Self.b.utf8))
    #expect(records == ["record A", "record B"])
    #expect(report.problems.map(\.offset) == [54] && report.problems.map(\.reason) == [.json(.invalidUTF8)])
  }

  @Test func damagedGzipKeepsWhatWasBefore() throws {
    let many = (0..<3000).map { Self.record("N\($0)") }.joined(separator: "\n")
    let whole = Self.gzip(Array(many.utf8))
    let cut = try read(Array(whole.dropLast(whole.count / 3)))
    #expect(cut.records.count > 500 && cut.records.count < 3000)
    #expect(cut.report.problems.contains { $0.reason == .truncatedGzip })
    var broken = whole
    for index in (broken.count / 2)..<(broken.count / 2 + 20) { broken[index] ^= 0xA5 }
    let corrupt = try read(broken)
    #expect(corrupt.records.count < 3000)
    #expect(corrupt.report.problems.contains { $0.reason == .corruptGzip || $0.reason == .truncatedGzip })
  }

  @Test func gzipMembersFollowEachOther() throws {
    let (records, report) = try read(Self.gzip(Array("\(Self.a)\n".utf8)) + Self.gzip(Array(Self.b.utf8)))
    #expect(records == ["record A", "record B"] && report.isComplete)
  }

  @Test func gzipBombsAreNotReadFurther() throws {
    var limits = InputLimits()
    limits.freeInflatedBytes = 1 << 20
    limits.wholeFileBytes = 1 << 16
    let spaces = [UInt8](repeating: 0x20, count: 64 << 20)
    let (records, report) = try read(Self.gzip(Array(Self.a.utf8) + spaces), limits: limits)
    #expect(records == ["record A"])
    guard case .gzipBomb? = report.problems.first?.reason else {
      Issue.record("\(report.problems)")
      return
    }
    #expect(report.textBytes < 32 << 20)
  }

  @Test func recordsMayBeLargerThanTheWindowAndNotTooLarge() throws {
    var limits = InputLimits()
    limits.wholeFileBytes = 0
    limits.recordBytes = 12 << 20
    let long = String(repeating: "x", count: 10 << 20)
    let large = #"{"eventName":"L","requestParameters":{"k":"\#(long)"}}"#
    let fits = try read("{\"Records\":[\(Self.a),\(large),\(Self.b)]}", limits: limits)
    #expect(fits.records == ["record A", "record L", "record B"] && fits.report.isComplete)
    limits.recordBytes = 4 << 20
    let tooLong = try read("\(Self.a)\n\(large)", limits: limits)
    #expect(tooLong.records == ["record A"] && tooLong.report.problems.map(\.reason) == [.recordTooLong])
  }

  @Test func absurdNestingIsNamed() throws {
    let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    let (records, report) = try read("\(Self.a)\n{\"eventName\":\"D\",\"x\":\(deep)}\n\(Self.b)")
    #expect(records == ["record A", "record B"])
    #expect(report.problems.map(\.reason) == [.json(.tooDeep)])
  }

  @Test func envelopesAreBounded() throws {
    var text = Self.a
    for _ in 0..<8 { text = #"{"detail":\#(text)}"# }
    #expect(try read(text).report.problems.map(\.reason) == [.envelopesTooDeep])
  }

  @Test func manyProblemsAreCounted() throws {
    let (_, report) = try read(Array(repeating: "{\"eventName\":x}", count: 50).joined(separator: "\n"))
    #expect(report.problems.count == 20 && report.unnamedProblems == 30)
  }

  /// The bytes of a gzip file with this text.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    guard
      deflateInit2_(
        &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return [] }
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
    let capacity = output.count
    input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(capacity)
        _ = deflate(&stream, Z_FINISH)
      }
    }
    return Array(output.prefix(capacity - Int(stream.avail_out)))
  }
}
