/// Colours of text on a terminal. A colour never says anything alone: the words say it too.
public struct Style: Sendable {
  private let colors: Terminal.Colors

  /// The styles that a terminal can show.
  public init(_ terminal: Terminal) {
    colors = terminal.colors
  }

  /// Text in the colour of a severity; the colours are Kibana's.
  public func severity(_ severity: String, _ text: String) -> String {
    let (all, palette): (String, String) =
      switch severity {
      case "critical": ("38;2;231;102;76", "38;5;203")
      case "high": ("38;2;218;139;69", "38;5;173")
      case "medium": ("38;2;214;191;87", "38;5;179")
      default: ("38;2;84;179;153", "38;5;72")
      }
    return wrap(text, all, palette)
  }

  /// Text that stands out.
  public func strong(_ text: String) -> String { wrap(text, "1", "1") }

  /// Text that stands back.
  public func faint(_ text: String) -> String { wrap(text, "2", "2") }

  private func wrap(_ text: String, _ all: String, _ palette: String) -> String {
    switch colors {
    case .none: text
    case .palette: "\u{1B}[\(palette)m\(text)\u{1B}[0m"
    case .all: "\u{1B}[\(all)m\(text)\u{1B}[0m"
    }
  }
}
