import Foundation

/// Times of work, and how they are printed. Beside the time of the clock stands that of the processor: it says what the work
/// costs when other programs are busy too.
struct Measure {
  /// Seconds of the clock.
  var clock = 0.0
  /// Seconds of the processor, of all threads.
  var processor = 0.0

  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Adds the time that some work takes.
  mutating func add<T>(_ body: () throws -> T) rethrows -> T {
    let (start, before) = (ContinuousClock.now, Self.processorSeconds())
    let result = try body()
    let elapsed = (ContinuousClock.now - start).components
    clock += Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
    processor += Self.processorSeconds() - before
    return result
  }

  /// Prints how many things were done in a second.
  func printRate(_ name: String, _ count: Int, _ unit: String) {
    func rate(_ seconds: Double) -> Int { Int((Double(count) / max(seconds, 1e-9)).rounded()) }
    Swift.print("\(name)\t\(rate(clock)) \(unit)/s\t\(rate(processor)) \(unit)/s of the processor")
  }

  static func print(_ name: String, _ value: Double, _ unit: String) {
    Swift.print("\(name)\t\(String(format: "%.1f", value)) \(unit)")
  }

  /// Prints the median time of some runs, in milliseconds.
  static func median(_ name: String, _ runs: Int = 5, _ body: () throws -> Void) rethrows {
    var times: [Measure] = []
    for _ in 0..<runs {
      var time = Measure()
      try time.add(body)
      times.append(time)
    }
    let clock = times.map(\.clock).sorted()[runs / 2] * 1000
    let processor = times.map(\.processor).sorted()[runs / 2] * 1000
    Swift.print("\(name)\t\(String(format: "%.1f ms\t%.1f ms of the processor", clock, processor))")
  }
}
