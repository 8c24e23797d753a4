import CScan

/// Reads a record once: checks that it is JSON, to the last byte, and notes where the wanted values stand.
///
/// Nothing is copied or decoded. Of duplicate keys the last one counts, with everything below it.
public final class SlotScanner {
  /// A wanted key of an object.
  private struct Entry {
    var key: UnsafePointer<UInt8>?
    var length: UInt16 = 0
    var slot: Int16 = -1
    var child: Int16 = -1
    /// The wanted key that followed when this key was last met; -1 when none did. Records of one source have their keys in
    /// much the same order, so that a look at this one saves looking for the end of the key and its place in the table.
    var next: Int16 = -1
  }

  private static let tableSize = 128

  /// The slots, filled by the latest scan.
  public let slots: UnsafeMutableBufferPointer<Slot>
  /// As many slots that nothing was put into.
  private let absent: UnsafeMutableBufferPointer<Slot>
  /// First one for each node, which stands for the beginning of its objects; then the wanted keys of all nodes.
  private let entries: UnsafeMutableBufferPointer<Entry>
  /// A table for each node from the hashes of keys to entries; -1 marks a free row.
  private let rows: UnsafeMutableBufferPointer<Int16>
  private let keys: UnsafeMutableBufferPointer<UInt8>
  private let slotsBelow: [[Int]]
  /// For each node the scan that it was last visited by.
  private let lastVisit: UnsafeMutableBufferPointer<UInt64>
  /// The number of the scan, in a place of its own: reading it takes no check of access.
  private let scan = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)

  /// A scanner for a plan, which must want fewer than half as many keys per object as a table has rows.
  public init(plan: SlotPlan) {
    slots = .allocate(capacity: plan.slotCount)
    slots.initialize(repeating: .absent)
    absent = .allocate(capacity: plan.slotCount)
    absent.initialize(repeating: .absent)
    rows = .allocate(capacity: plan.nodes.count * Self.tableSize)
    rows.initialize(repeating: -1)
    let wanted = plan.nodes.flatMap(\.entries)
    keys = .allocate(capacity: max(1, wanted.reduce(0) { $0 + $1.key.count }))
    entries = .allocate(capacity: plan.nodes.count + wanted.count)
    entries.initialize(repeating: Entry())
    slotsBelow = plan.nodes.indices.map { plan.slots(below: $0) }
    lastVisit = .allocate(capacity: plan.nodes.count)
    lastVisit.initialize(repeating: 0)
    scan.initialize(to: 0)
    fillTables(plan)
  }

  deinit {
    slots.deallocate()
    absent.deallocate()
    entries.deallocate()
    rows.deallocate()
    keys.deallocate()
    lastVisit.deallocate()
    scan.deallocate()
  }

  private func fillTables(_ plan: SlotPlan) {
    var used = 0
    var place = plan.nodes.count
    for (number, node) in plan.nodes.enumerated() {
      precondition(node.entries.count < Self.tableSize / 2, "too many wanted keys in one object")
      for entry in node.entries {
        let key = UnsafeMutableBufferPointer(rebasing: keys[used..<used + entry.key.count])
        _ = key.initialize(from: entry.key)
        used += entry.key.count
        let borrowed = UnsafeBufferPointer(key)
        var index = Self.hash(borrowed)
        while rows[number * Self.tableSize + index] >= 0 { index = (index + 1) % Self.tableSize }
        rows[number * Self.tableSize + index] = Int16(place)
        entries[place] = Entry(
          key: borrowed.baseAddress, length: UInt16(entry.key.count), slot: Int16(entry.slot ?? -1),
          child: Int16(entry.child ?? -1))
        place += 1
      }
    }
  }

  @inline(__always)
  private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> Int {
    guard key.count > 1 else { return key.count == 1 ? Int(key[0]) & (tableSize - 1) : 0 }
    // Length, first, last and middle bytes tell the keys of CloudTrail records apart.
    let mixed =
      key.count &* 31 &+ Int(key[0]) &* 7 &+ Int(key[key.count - 1]) &* 13 &+ Int(key[key.count / 2]) &* 5
    return mixed & (tableSize - 1)
  }

  /// The entry of a key; -1 when it is not wanted.
  @inline(__always)
  private func find(_ key: UnsafeBufferPointer<UInt8>, in node: Int) -> Int {
    var index = Self.hash(key)
    while true {
      let place = Int(rows[node * Self.tableSize + index])
      if place < 0 { return -1 }
      let entry = entries[place]
      if Int(entry.length) == key.count, let own = entry.key, let other = key.baseAddress,
        nj_equal(own, other, key.count) != 0
      {
        return place
      }
      index = (index + 1) & (Self.tableSize - 1)
    }
  }

  /// The position after a key whose opening quote is at `position`, when it is that of an entry; nil otherwise.
  @inline(__always)
  private func skip(
    _ entry: Entry, _ scanner: JSONScanner, _ position: JSONScanner.Position
  ) -> JSONScanner.Position? {
    let length = Int(entry.length)
    guard let key = entry.key, scanner.end - position > length + 1,
      position[length + 1] == UInt8(ascii: "\""), nj_equal(key, position + 1, length) != 0
    else { return nil }
    return position + length + 2
  }

  /// Reads the object whose brace is at `position` and returns the position after it.
  ///
  /// - Throws: `JSONError`; `unexpectedEnd` when the object continues after the end of the text.
  public func scanObject(
    _ scanner: JSONScanner, at position: JSONScanner.Position
  ) throws(JSONError) -> JSONScanner.Position {
    _ = slots.update(fromContentsOf: absent)
    scan.pointee += 1
    return try object(scanner, position, node: 0, depth: 0)
  }

  private func object(
    _ scanner: JSONScanner, _ position: JSONScanner.Position, node: Int, depth: Int
  ) throws(JSONError) -> JSONScanner.Position {
    var p = try scanner.next(position + 1)
    if p.pointee == UInt8(ascii: "}") { return p + 1 }
    var before = node
    while true {
      guard p.pointee == UInt8(ascii: "\"") else { throw scanner.failure(.unexpectedByte, p) }
      var place = Int(entries[before].next)
      if place >= 0, let end = skip(entries[place], scanner, p) {
        p = end
      } else {
        var isEscaped = false
        let keyStart = p + 1
        p = try scanner.skipString(p, escaped: &isEscaped)
        let key = UnsafeBufferPointer(start: keyStart, count: p - 1 - keyStart)
        place = isEscaped ? findDecoded(key, in: node) : find(key, in: node)
        if place >= 0 { entries[before].next = Int16(place) }
      }
      p = try scanner.skipColon(p)
      if place >= 0 {
        before = place
        p = try wanted(scanner, p, entries[place], depth: depth + 1)
      } else {
        p = try scanner.skipValue(p, depth: depth + 1)
      }
      p = try scanner.next(p)
      if p.pointee == UInt8(ascii: "}") { return p + 1 }
      p = try scanner.skipComma(p)
    }
  }

  private func findDecoded(_ key: UnsafeBufferPointer<UInt8>, in node: Int) -> Int {
    var text = JSONEscapes.decode(key)
    return text.withUTF8 { find($0, in: node) }
  }

  @inline(__always)
  private func wanted(
    _ scanner: JSONScanner, _ position: JSONScanner.Position, _ entry: Entry, depth: Int
  ) throws(JSONError) -> JSONScanner.Position {
    let child = Int(entry.child)
    if child >= 0 { forgetEarlierVisit(child) }
    let first = position.pointee
    if first == UInt8(ascii: "\"") {
      var isEscaped = false
      let p = try scanner.skipString(position, escaped: &isEscaped)
      note(entry, .string, UnsafeBufferPointer(start: position + 1, count: p - position - 2), isEscaped)
      return p
    }
    let p: JSONScanner.Position
    if child >= 0, first == UInt8(ascii: "{") {
      p = try object(scanner, position, node: child, depth: depth)
    } else {
      p = try scanner.skipValue(position, depth: depth)
    }
    note(entry, Self.kind(first), UnsafeBufferPointer(start: position, count: p - position), false)
    return p
  }

  @inline(__always)
  private func note(_ entry: Entry, _ kind: Slot.Kind, _ bytes: UnsafeBufferPointer<UInt8>, _ isEscaped: Bool)
  {
    guard entry.slot >= 0 else { return }
    slots[Int(entry.slot)] = Slot(bytes: bytes, kind: kind, isEscaped: isEscaped)
  }

  /// A key that occurs again replaces what its first value had put into the slots.
  @inline(__always)
  private func forgetEarlierVisit(_ node: Int) {
    if lastVisit[node] == scan.pointee {
      for slot in slotsBelow[node] { slots[slot] = .absent }
    }
    lastVisit[node] = scan.pointee
  }

  private static func kind(_ first: UInt8) -> Slot.Kind {
    switch first {
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .array
    case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
    case UInt8(ascii: "n"): .null
    default: .number
    }
  }
}
