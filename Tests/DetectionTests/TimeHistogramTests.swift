import Detection
import Events
import TestSupport
import Testing

@Suite struct TimeHistogramTests {
  private func steps(_ histogram: TimeHistogram) -> [Int64: Int] {
    histogram.buckets.reduce(into: [:]) { $0[$1.start.nanoseconds / 1_000_000_000] = $1.count }
  }

  /// Times in no order, of steps whose places collide, are counted like those in order.
  @Test func countsTimesInAnyOrder() {
    var random = SplitMix(state: 5)
    var histogram = TimeHistogram()
    var expected: [Int64: Int] = [:]
    for _ in 0..<5_000 {
      let minute = Int64(random.next() % 200)
      histogram.add(Timestamp(nanoseconds: minute * 60_000_000_000 + 7))
      expected[minute * 60, default: 0] += 1
    }
    #expect(histogram.stepSeconds == 60)
    #expect(steps(histogram) == expected)
  }

  /// Steps grow when there are too many of them, and no event is lost or counted elsewhere.
  @Test func stepsGrow() {
    var histogram = TimeHistogram()
    for minute in 0..<Int64(10_000) { histogram.add(Timestamp(nanoseconds: minute * 60_000_000_000)) }
    #expect(histogram.stepSeconds == 240)
    #expect(steps(histogram) == Dictionary(uniqueKeysWithValues: (0..<Int64(2_500)).map { ($0 * 240, 4) }))
  }

  @Test func histogramsAddUp() {
    var (left, right) = (TimeHistogram(), TimeHistogram())
    for minute in [3, 1, 3] as [Int64] { left.add(Timestamp(nanoseconds: minute * 60_000_000_000)) }
    for minute in [1, 2] as [Int64] { right.add(Timestamp(nanoseconds: minute * 60_000_000_000)) }
    left.add(right)
    left.add(Timestamp(nanoseconds: 2 * 60_000_000_000))
    #expect(steps(left) == [60: 2, 120: 2, 180: 2])
  }
}
