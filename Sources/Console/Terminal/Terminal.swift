#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What an output can show.
public struct Terminal: Sendable {
  /// How many colours there are.
  public enum Colors: Sendable {
    case none
    case palette
    case all
  }

  /// Whether it is a terminal at all.
  public let isInteractive: Bool
  /// How many colours may be used.
  public let colors: Colors
  /// The number of columns.
  public let width: Int

  /// A terminal with the given abilities.
  public init(isInteractive: Bool, colors: Colors, width: Int) {
    self.isInteractive = isInteractive
    self.colors = colors
    self.width = width
  }

  /// What a file descriptor can show. `NO_COLOR` (https://no-color.org) and `TERM=dumb` turn colours off.
  ///
  /// - Parameters:
  ///   - descriptor: 1 for standard output, 2 for standard error.
  ///   - environment: The environment of the process.
  ///   - noColor: Whether the user turned colours off.
  /// - Returns: The terminal's abilities.
  public static func detect(descriptor: Int32, environment: [String: String], noColor: Bool) -> Terminal {
    let isInteractive = isatty(descriptor) == 1
    let isPlain =
      noColor || !isInteractive || environment["NO_COLOR"].map { !$0.isEmpty } ?? false
      || environment["TERM"] == "dumb"
    let hasAll = ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "")
    return Terminal(
      isInteractive: isInteractive, colors: isPlain ? .none : hasAll ? .all : .palette,
      width: columns(descriptor, environment))
  }

  private static func columns(_ descriptor: Int32, _ environment: [String: String]) -> Int {
    var size = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    return environment["COLUMNS"].flatMap { Int($0) }.map { min(max($0, 20), 1000) } ?? 120
  }
}
