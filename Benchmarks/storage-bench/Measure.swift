import Foundation

/// Times of work, and how they are printed.
enum Measure {
  /// The seconds that some work takes.
  static func seconds<T>(_ body: () throws -> T) rethrows -> (T, Double) {
    let start = ContinuousClock.now
    let result = try body()
    let elapsed = (ContinuousClock.now - start).components
    return (result, Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18)
  }

  static func print(_ name: String, _ value: Double, _ unit: String) {
    let number = value >= 100 ? String(Int(value.rounded())) : String(format: "%.2f", value)
    Swift.print("\(name)\t\(number) \(unit)")
  }

  /// The median time of some runs, in milliseconds.
  static func median(_ runs: Int = 5, _ body: () throws -> Void) rethrows -> Double {
    var times: [Double] = []
    for _ in 0..<runs { times.append(try seconds(body).1 * 1000) }
    return times.sorted()[runs / 2]
  }
}
