/// The line that shows how far a scan is.
public struct ProgressBar: Sendable {
  /// How far it is.
  public struct State: Sendable {
    /// Files read so far.
    public var files: Int
    /// All files.
    public var totalFiles: Int
    /// Bytes of the files read so far, as they lie on disk.
    public var bytes: Int
    /// Bytes of all files, as they lie on disk.
    public var totalBytes: Int
    /// Seconds since the start.
    public var seconds: Double

    /// A state.
    public init(files: Int, totalFiles: Int, bytes: Int, totalBytes: Int, seconds: Double) {
      self.files = files
      self.totalFiles = totalFiles
      self.bytes = bytes
      self.totalBytes = totalBytes
      self.seconds = seconds
    }
  }

  private let width: Int
  private static let barWidth = 24

  /// A bar for lines of this many columns.
  public init(width: Int) {
    self.width = width
  }

  /// The text of the line.
  public func text(_ state: State) -> String {
    let share = state.totalBytes > 0 ? min(1, Double(state.bytes) / Double(state.totalBytes)) : 0
    let full = Int(share * Double(Self.barWidth))
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: Self.barWidth - full)
    var parts = [
      "\(bar) \(Int(share * 100)) %",
      "\(Quantity.grouped(state.files))/\(Quantity.text(state.totalFiles, "file"))",
      "\(Quantity.bytes(state.bytes)) of \(Quantity.bytes(state.totalBytes))",
    ]
    if state.seconds > 0.5, share > 0.02, share < 1 {
      parts.append("\(Quantity.bytes(Int(Double(state.bytes) / state.seconds)))/s")
      parts.append("\(Quantity.seconds(state.seconds / share - state.seconds)) left")
    }
    return TextWidth.fit(parts.joined(separator: "  "), max(20, width - 1))
  }

  /// The control sequence that draws the line in place of the one before.
  public func draw(_ state: State) -> String { "\r" + text(state) }

  /// The control sequence that removes the line.
  public static let erase = "\r\u{1B}[K"
}
