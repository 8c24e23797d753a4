/// Warnings of runs, each once.
final class WarningList {
  private(set) var texts: [String] = []
  private static let maximum = 100

  func add(_ text: String) {
    guard texts.count < Self.maximum, !texts.contains(text) else { return }
    texts.append(text)
  }
}
