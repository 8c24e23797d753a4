public import CoreMetrics
import Synchronization

/// Keeps what the program measures and prints it as Prometheus reads it.
///
/// Source of the format: https://prometheus.io/docs/instrumenting/exposition_formats/, text format 0.0.4.
public final class MetricsRegistry: MetricsFactory {
  private struct Key: Hashable, Comparable {
    let name: String
    let labels: String

    static func < (left: Key, right: Key) -> Bool { (left.name, left.labels) < (right.name, right.labels) }
  }

  private enum Metric {
    case counter(CounterCell)
    case gauge(GaugeCell)
    case summary(SummaryCell)
  }

  private let metrics = Mutex<[Key: Metric]>([:])
  /// So many different metrics are kept; more would be a mistake in labels.
  private static let maximumMetrics = 10_000

  /// An empty registry.
  public init() {}

  /// All metrics in Prometheus's text format.
  public var text: String {
    let metrics = metrics.withLock { $0 }
    var lines: [String] = []
    var last = ""
    for (key, metric) in metrics.sorted(by: { $0.key < $1.key }) {
      if key.name != last { lines.append("# TYPE \(key.name) \(Self.type(metric))") }
      last = key.name
      switch metric {
      case .counter(let cell): lines.append("\(key.name)\(key.labels) \(cell.value)")
      case .gauge(let cell): lines.append("\(key.name)\(key.labels) \(cell.value)")
      case .summary(let cell):
        let (count, sum) = cell.value
        lines.append("\(key.name)_sum\(key.labels) \(sum)")
        lines.append("\(key.name)_count\(key.labels) \(count)")
      }
    }
    return lines.joined(separator: "\n") + (lines.isEmpty ? "" : "\n")
  }

  private static func type(_ metric: Metric) -> String {
    switch metric {
    case .counter: "counter"
    case .gauge: "gauge"
    case .summary: "summary"
    }
  }

  // MARK: MetricsFactory

  /// A counter.
  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    let cell = CounterCell()
    let metric = find(label, dimensions, or: .counter(cell))
    if case .counter(let known) = metric { return known }
    return cell
  }

  /// A gauge, or a summary where aggregation is asked for.
  public func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    guard aggregate else {
      let cell = GaugeCell()
      if case .gauge(let known) = find(label, dimensions, or: .gauge(cell)) { return known }
      return cell
    }
    let cell = SummaryCell()
    if case .summary(let known) = find(label, dimensions, or: .summary(cell)) { return known }
    return cell
  }

  /// A summary of durations, in seconds.
  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    let cell = SummaryCell()
    if case .summary(let known) = find(label, dimensions, or: .summary(cell)) { return known }
    return cell
  }

  /// Metrics stay until the program ends.
  public func destroyCounter(_ handler: any CounterHandler) {}

  /// Metrics stay until the program ends.
  public func destroyRecorder(_ handler: any RecorderHandler) {}

  /// Metrics stay until the program ends.
  public func destroyTimer(_ handler: any TimerHandler) {}

  private func find(_ label: String, _ dimensions: [(String, String)], or new: Metric) -> Metric {
    let key = Key(name: Self.name(label), labels: Self.labels(dimensions))
    return metrics.withLock { metrics in
      if let known = metrics[key] { return known }
      if metrics.count < Self.maximumMetrics { metrics[key] = new }
      return new
    }
  }

  /// A name with the characters that Prometheus allows.
  private static func name(_ label: String) -> String {
    String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") ? $0 : "_" })
  }

  private static func labels(_ dimensions: [(String, String)]) -> String {
    guard !dimensions.isEmpty else { return "" }
    let pairs = dimensions.map { label, value in
      let escaped = value.map { character in
        switch character {
        case "\\": "\\\\"
        case "\"": "\\\""
        case "\n": "\\n"
        default: String(character)
        }
      }.joined()
      return "\(name(label))=\"\(escaped)\""
    }
    return "{\(pairs.joined(separator: ","))}"
  }
}

/// A number that grows.
private final class CounterCell: CounterHandler {
  private let state = Atomic<Int64>(0)

  var value: Int64 { state.load(ordering: .relaxed) }

  func increment(by amount: Int64) { state.add(amount, ordering: .relaxed) }

  func reset() { state.store(0, ordering: .relaxed) }
}

/// The latest of some values.
private final class GaugeCell: RecorderHandler {
  private let state = Mutex(0.0)

  var value: Double { state.withLock { $0 } }

  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) { state.withLock { $0 = value } }
}

/// How many values there were, and their sum. Durations are in seconds.
private final class SummaryCell: RecorderHandler, TimerHandler {
  private let state = Mutex((count: 0, sum: 0.0))

  var value: (count: Int, sum: Double) { state.withLock { $0 } }

  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    state.withLock { state in
      state.count += 1
      state.sum += value
    }
  }

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}
