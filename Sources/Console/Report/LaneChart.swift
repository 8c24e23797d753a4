public import Events

/// A drawing of who did what when: a lane for each principal, marks for their calls, and bands for the times in which
/// something could not be seen.
public struct LaneChart: Sendable {
  /// A call.
  public struct Mark: Sendable {
    /// When.
    public let time: Timestamp
    /// The lane it lies in.
    public let lane: String
    /// What it was, shown when pointed at.
    public let title: String
    /// Its kind: `alert`, `off`, `on`, `change`, `other`, `read` or `session`.
    public let kind: String

    /// A call.
    public init(time: Timestamp, lane: String, title: String, kind: String) {
      self.time = time
      self.lane = lane
      self.title = title
      self.kind = kind
    }
  }

  /// A time in which something could not be seen.
  public struct Band: Sendable {
    /// When it begins.
    public let start: Timestamp
    /// When it ends, or until when it was looked at.
    public let end: Timestamp
    /// What it is, shown when pointed at.
    public let title: String
    /// Whether it has no end yet.
    public let isOngoing: Bool

    /// A time.
    public init(start: Timestamp, end: Timestamp, title: String, isOngoing: Bool) {
      self.start = start
      self.end = end
      self.title = title
      self.isOngoing = isOngoing
    }
  }

  private static let width = 960.0
  private static let margin = (left: 210.0, right: 20.0, top: 14.0, bottom: 34.0)
  private static let laneHeight = 30.0
  private static let maximum = (lanes: 12, marks: 1000, bands: 50)

  private let marks: [Mark]
  private let bands: [Band]
  private let lanes: [String]

  /// A drawing of calls and bands. Beyond a dozen principals the others share a lane.
  public init(marks: [Mark], bands: [Band]) {
    self.marks = Array(marks.prefix(Self.maximum.marks))
    self.bands = Array(bands.prefix(Self.maximum.bands))
    var names: [String] = []
    for mark in marks where !names.contains(mark.lane) {
      names.append(mark.lane)
      if names.count > Self.maximum.lanes { break }
    }
    lanes = names.count > Self.maximum.lanes ? names.prefix(Self.maximum.lanes) + ["others"] : names
  }

  private var height: Double {
    Self.margin.top + Self.margin.bottom + Self.laneHeight * Double(max(1, lanes.count))
  }

  /// The drawing as SVG; empty when there is nothing on the time axis.
  public var svg: String {
    let times = marks.map(\.time) + bands.flatMap { [$0.start, $0.end] }
    guard let first = times.min(), let last = times.max() else { return "" }
    let axis = Axis(first: first, last: max(last, Timestamp(nanoseconds: first.nanoseconds &+ 1_000_000_000)))
    return """
      <svg viewBox="0 0 \(Int(Self.width)) \(Int(height))" role="img" aria-label="\(HTML.escape(label))" class="lanes">
      \(bands.map { draw($0, axis) }.joined())\(lanes.enumerated().map { draw(lane: $0.element, $0.offset) }.joined())
      \(marks.map { draw($0, axis) }.joined())\(ticks(axis))
      </svg>
      """
  }

  private var label: String {
    "Timeline of \(Quantity.text(marks.count, "call")) by \(Quantity.text(lanes.count, "principal"))"
      + (bands.isEmpty ? "" : " with \(Quantity.text(bands.count, "blind window"))")
  }

  private struct Axis {
    let first: Timestamp
    let last: Timestamp

    func x(_ time: Timestamp) -> Double {
      let length = Double(last.nanoseconds) - Double(first.nanoseconds)
      let part = (Double(time.nanoseconds) - Double(first.nanoseconds)) / max(1, length)
      return margin.left + min(1, max(0, part)) * (width - margin.left - margin.right)
    }
  }

  private func draw(_ band: Band, _ axis: Axis) -> String {
    let (start, end) = (axis.x(band.start), axis.x(band.end))
    let name = band.isOngoing ? "band ongoing" : "band"
    return
      "<rect class=\"\(name)\" x=\"\(Self.text(start))\" y=\"\(Self.text(Self.margin.top))\" width=\"\(Self.text(max(2, end - start)))\" "
      + "height=\"\(Self.text(height - Self.margin.top - Self.margin.bottom))\"><title>\(HTML.escape(band.title))</title></rect>"
  }

  private func draw(lane: String, _ number: Int) -> String {
    let y = Self.y(number)
    let shown = lane.count > 30 ? lane.prefix(29) + "…" : lane[...]
    return
      "<path class=\"axis\" d=\"M\(Int(Self.margin.left)) \(Self.text(y))H\(Int(Self.width - Self.margin.right))\"/>"
      + "<text x=\"\(Int(Self.margin.left) - 10)\" y=\"\(Self.text(y + 4))\" text-anchor=\"end\">\(HTML.escape(String(shown)))</text>"
  }

  private func draw(_ mark: Mark, _ axis: Axis) -> String {
    let number = lanes.firstIndex(of: mark.lane) ?? lanes.count - 1
    let kinds = ["alert", "off", "on", "change", "other", "read", "session"]
    let kind = kinds.contains(mark.kind) ? mark.kind : "other"
    let radius = kind == "alert" ? 7 : 5
    return
      "<circle class=\"mark \(kind)\" cx=\"\(Self.text(axis.x(mark.time)))\" cy=\"\(Self.text(Self.y(number)))\" r=\"\(radius)\">"
      + "<title>\(HTML.escape("\(AlertTable.shortTime("\(mark.time)")) \(mark.title)"))</title></circle>"
  }

  private func ticks(_ axis: Axis) -> String {
    let span = Double(axis.last.nanoseconds) - Double(axis.first.nanoseconds)
    return [(0.0, "start"), (0.5, "middle"), (1.0, "end")].map { part, anchor in
      let time = Timestamp(nanoseconds: axis.first.nanoseconds &+ Int64(span * part))
      return
        "<text x=\"\(Self.text(axis.x(time)))\" y=\"\(Self.text(height - 12))\" text-anchor=\"\(anchor)\">\(AlertTable.shortTime("\(time)"))</text>"
    }.joined()
  }

  private static func y(_ number: Int) -> Double { margin.top + laneHeight * (Double(number) + 0.5) }

  private static func text(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
