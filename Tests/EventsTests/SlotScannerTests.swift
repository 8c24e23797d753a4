import Events
import TestSupport
import Testing

@Suite struct SlotScannerTests {
  private static let paths = [["a"], ["b", "c"], ["b", "d", "e"], ["list"], ["b"]]

  /// The slots of a text: kind and content.
  private func scan(_ text: String) throws -> [String] {
    let scanner = SlotScanner(plan: SlotPlan(paths: Self.paths))
    let bytes = Array(text.utf8)
    return try bytes.withUnsafeBufferPointer { buffer in
      let start = try #require(buffer.baseAddress)
      _ = try scanner.scanObject(JSONScanner(start: start, end: start + buffer.count), at: start)
      return scanner.slots.map { "\($0.kind) \(String(decoding: $0.bytes, as: UTF8.self))" }
    }
  }

  @Test func notesWantedValuesOnly() throws {
    let found = try scan(#"{"x":{"a":9},"a":"v","b":{"c":-1.5,"d":{"e":true,"f":[]}},"list":[1, 2]}"#)
    #expect(
      found == [
        "string v", "number -1.5", "boolean true", "array [1, 2]",
        #"object {"c":-1.5,"d":{"e":true,"f":[]}}"#,
      ])
  }

  @Test func theLastOfDuplicateKeysCounts() throws {
    #expect(try scan(#"{"a":1,"a":"x"}"#)[0] == "string x")
    #expect(try scan(#"{"b":{"c":1,"d":{"e":2}},"b":{"c":3}}"#)[1...2] == ["number 3", "absent "])
    #expect(try scan(#"{"b":{"c":1},"b":null}"#)[1] == "absent ")
    #expect(try scan(#"{"b":{"d":{"e":1},"d":5}}"#)[2] == "absent ")
  }

  @Test func escapedKeysAreFound() throws {
    #expect(try scan(#"{"\u0061":1,"b":{"\u0063":2}}"#)[0...1] == ["number 1", "number 2"])
  }

  @Test func slotsStartEmptyForEachRecord() throws {
    let scanner = SlotScanner(plan: SlotPlan(paths: Self.paths))
    for (text, kind) in [(#"{"a":1}"#, Slot.Kind.number), ("{}", .absent), (#"{"a":null}"#, .null)] {
      try Array(text.utf8).withUnsafeBufferPointer { buffer in
        let start = try #require(buffer.baseAddress)
        _ = try scanner.scanObject(JSONScanner(start: start, end: start + buffer.count), at: start)
        #expect(scanner.slots[0].kind == kind)
      }
    }
  }

  /// Keys are tried in the order of the record before; records with other orders, and with keys that begin or end alike, must
  /// still be read as what they are.
  @Test func ordersOfKeysMayChange() throws {
    let scanner = SlotScanner(plan: SlotPlan(paths: [["a"], ["ab"], ["abc"], ["o", "a"], ["o", "b"]]))
    let expected = ["1", "2", "3", "4", "5"]
    for text in [
      #"{"a":1,"ab":2,"abc":3,"o":{"a":4,"b":5}}"#, #"{"abc":3,"ab":2,"x":0,"a":1,"o":{"b":5,"a":4}}"#,
      #"{"o":{"x":1,"a":4,"b":5},"ab":2,"a":1,"abc":3}"#, #"{"a":1,"\u0061b":2,"abc":3,"o":{"a":4,"b":5}}"#,
      #"{"a" : 1, "ab" : 2, "abc" : 3, "o" : {"a" : 4, "b" : 5}}"#,
    ] {
      try Array(text.utf8).withUnsafeBufferPointer { buffer in
        let start = try #require(buffer.baseAddress)
        _ = try scanner.scanObject(JSONScanner(start: start, end: start + buffer.count), at: start)
        let found = [0, 1, 2, 3, 4].map { String(decoding: scanner.slots[$0].bytes, as: UTF8.self) }
        #expect(found == expected, "\(text)")
      }
    }
    try Array(#"{"a":1,"ab"#.utf8).withUnsafeBufferPointer { buffer in
      let start = try #require(buffer.baseAddress)
      #expect(throws: JSONError.self) {
        try scanner.scanObject(JSONScanner(start: start, end: start + buffer.count), at: start)
      }
    }
  }

  /// On mutated texts the slots are those of the tree: a property test with a fixed seed.
  @Test func agreesWithTheTreeOnMutations() throws {
    // One scanner for all, so that what it saw of one text meets the next.
    let scanner = SlotScanner(plan: SlotPlan(paths: Self.paths))
    let seed = #"{"a":"x\n","b":{"c":[1,{"a":2}],"d":{"e":"é","a":null}},"list":[{"b":{"c":1}}],"t":true}"#
    var random = SplitMix(state: 42)
    let alphabet = Array(#"{}[]",:abcde\u0 1-.tfn"#.utf8)
    for _ in 0..<20_000 {
      var bytes = Array(seed.utf8)
      for _ in 0..<(1 + Int(random.next() % 3)) {
        let index = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 3 {
        case 0: bytes[index] = alphabet[Int(random.next() % UInt64(alphabet.count))]
        case 1: bytes.remove(at: index)
        default: bytes.insert(alphabet[Int(random.next() % UInt64(alphabet.count))], at: index)
        }
      }
      compare(bytes, scanner)
    }
  }

  private func compare(_ bytes: [UInt8], _ scanner: SlotScanner) {
    let tree = try? JSONReader.read(bytes)
    bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress, buffer[0] == UInt8(ascii: "{") else { return }
      let json = JSONScanner(start: start, end: start + buffer.count)
      let end = try? scanner.scanObject(json, at: start)
      let isComplete = end.map { json.skipSpace($0) == json.end } ?? false
      let text = String(decoding: bytes, as: UTF8.self)
      #expect((tree?.object != nil) == isComplete, "\(text)")
      guard isComplete, let tree else { return }
      for (slot, path) in Self.paths.enumerated() {
        let expected = path.reduce(Optional(tree)) { $0?[$1] }
        let found = scanner.slots[slot]
        let value =
          found.kind == .string ? found.string.map { JSON.string($0) } : try? JSONReader.read(found.bytes)
        #expect(found.isPresent ? value == expected : expected == nil, "\(path) in \(text)")
      }
    }
  }
}
