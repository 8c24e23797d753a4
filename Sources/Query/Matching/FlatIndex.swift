/// An index of a program laid out for the inner loop: reading it takes no reference counting.
struct FlatIndex {
  let field: Int
  private let table: FlatTable
  /// For each number of the table where its queries begin; the next one's beginning is their end.
  private let starts: UnsafeMutableBufferPointer<Int32>
  private let lists: UnsafeMutableBufferPointer<Int32>

  /// A copy of an index, which `deallocate` frees.
  init(_ index: Program.Index) {
    field = index.field
    table = FlatTable(index.table)
    starts = .allocate(capacity: index.queries.count + 1)
    lists = .allocate(capacity: index.queries.reduce(0) { $0 + $1.count })
    var used = 0
    for (number, queries) in index.queries.enumerated() {
      starts.initializeElement(at: number, to: Int32(used))
      for query in queries {
        lists.initializeElement(at: used, to: Int32(query))
        used += 1
      }
    }
    starts.initializeElement(at: index.queries.count, to: Int32(used))
  }

  func deallocate() {
    table.deallocate()
    starts.deallocate()
    lists.deallocate()
  }

  /// The queries that a value leads to.
  @inline(__always)
  func queries(_ value: UnsafeBufferPointer<UInt8>) -> UnsafeMutableBufferPointer<Int32> {
    guard let number = table.find(value) else { return UnsafeMutableBufferPointer(start: nil, count: 0) }
    let start = Int(starts[number])
    return UnsafeMutableBufferPointer(rebasing: lists[start..<Int(starts[number + 1])])
  }
}
