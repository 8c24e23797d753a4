extension RandomAccessCollection where Index == Int {
  /// The first place whose element passes a test that holds for all elements behind the first that passes; the end when
  /// none passes.
  @inlinable package func partitioningPoint(_ passes: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if passes(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
