import CScan

/// A copy of a byte table that is read without reference counting.
struct FlatTable {
  private let rows: UnsafeMutableBufferPointer<ByteTable.Row>
  private let keys: UnsafeMutableBufferPointer<UInt8>

  /// A copy of a table, which `deallocate` frees.
  init(_ table: ByteTable) {
    rows = .allocate(capacity: table.rows.count)
    _ = rows.initialize(from: table.rows)
    keys = .allocate(capacity: max(1, table.keys.count))
    _ = keys.initialize(from: table.keys)
  }

  func deallocate() {
    rows.deallocate()
    keys.deallocate()
  }

  /// The number of a key; nil when the table does not have it.
  @inline(__always)
  func find(_ key: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let start = key.baseAddress, let own = keys.baseAddress else { return findEmpty() }
    let hash = nj_hash(start, key.count)
    let mask = rows.count - 1
    var index = Int(truncatingIfNeeded: hash) & mask
    while rows[index].count >= 0 {
      let row = rows[index]
      if row.hash == hash, Int(row.count) == key.count, nj_equal(own + Int(row.start), start, key.count) != 0
      {
        return Int(row.value)
      }
      index = (index + 1) & mask
    }
    return nil
  }

  private func findEmpty() -> Int? {
    rows.first { $0.count == 0 }.map { Int($0.value) }
  }
}
