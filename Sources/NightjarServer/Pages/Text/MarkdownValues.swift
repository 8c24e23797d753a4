/// Text in Markdown as values of the template `prose`: headings, paragraphs, lists and code, with emphasis, code and links
/// inside. Everything is shown as text: HTML in it is not HTML of the page, and links lead to the web only.
struct MarkdownValues {
  /// So many lines are shown.
  private static let maximumLines = 2000

  /// The blocks of a text.
  static func blocks(_ text: String) -> [PageValues] {
    var parser = MarkdownValues()
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).prefix(maximumLines) {
      parser.take(String(line))
    }
    parser.endParagraph()
    parser.endList()
    if parser.code != nil { parser.endCode() }
    return parser.blocks
  }

  private var blocks: [PageValues] = []
  private var paragraph: [String] = []
  private var items: [String] = []
  private var code: [String]?

  private mutating func take(_ line: String) {
    let content = line.drop { $0 == " " || $0 == "\t" }
    if content.hasPrefix("```") {
      if code == nil {
        endParagraph()
        endList()
        code = []
      } else {
        endCode()
      }
    } else if code != nil {
      code?.append(line)
    } else if content.isEmpty {
      endParagraph()
      endList()
    } else if content.hasPrefix("#") {
      endParagraph()
      endList()
      let title = content.drop { $0 == "#" }.drop { $0 == " " }
      blocks.append(["heading": ["spans": Self.spans(String(title))] as PageValues])
    } else if let item = Self.item(content) {
      endParagraph()
      items.append(item)
    } else if !items.isEmpty, line.first == " " {
      items[items.count - 1] += " " + content
    } else {
      endList()
      paragraph.append(String(content))
    }
  }

  private static func item(_ content: Substring) -> String? {
    for mark in ["- ", "* ", "+ "] where content.hasPrefix(mark) { return String(content.dropFirst(2)) }
    let digits = content.prefix { $0.isASCII && $0.isNumber }
    let rest = content.dropFirst(digits.count)
    guard !digits.isEmpty, digits.count < 4, rest.hasPrefix(". ") else { return nil }
    return String(rest.dropFirst(2))
  }

  private mutating func endParagraph() {
    guard !paragraph.isEmpty else { return }
    blocks.append(["paragraph": ["spans": Self.spans(paragraph.joined(separator: " "))] as PageValues])
    paragraph = []
  }

  private mutating func endList() {
    guard !items.isEmpty else { return }
    blocks.append(["list": ["items": items.map { ["spans": Self.spans($0)] as PageValues }] as PageValues])
    items = []
  }

  private mutating func endCode() {
    blocks.append(["codeBlock": (code ?? []).joined(separator: "\n")])
    code = nil
  }

  // MARK: Spans

  /// The parts of a line: plain, strong, code or a link.
  static func spans(_ text: String) -> [PageValues] {
    var spans: [PageValues] = []
    var plain = ""
    var rest = text[...]
    func flush() {
      if !plain.isEmpty { spans.append(["plain": plain]) }
      plain = ""
    }
    while let first = rest.first {
      if first == "`", let (content, after) = enclosed(rest, by: "`") {
        flush()
        spans.append(["codeSpan": content])
        rest = after
      } else if rest.hasPrefix("**"), let (content, after) = enclosed(rest, by: "**") {
        flush()
        spans.append(["strong": content])
        rest = after
      } else if first == "[", let (label, target, after) = link(rest) {
        flush()
        spans.append(["link": ["label": label, "target": target] as PageValues])
        rest = after
      } else {
        plain.append(first)
        rest = rest.dropFirst()
      }
    }
    flush()
    return spans
  }

  private static func enclosed(_ text: Substring, by mark: String) -> (String, Substring)? {
    let inner = text.dropFirst(mark.count)
    guard let end = inner.firstRange(of: mark), end.lowerBound > inner.startIndex else { return nil }
    return (String(inner[..<end.lowerBound]), inner[end.upperBound...])
  }

  private static func link(_ text: Substring) -> (String, String, Substring)? {
    guard let middle = text.firstRange(of: "]("), let end = text[middle.upperBound...].firstIndex(of: ")")
    else {
      return nil
    }
    let label = String(text[text.index(after: text.startIndex)..<middle.lowerBound])
    let target = String(text[middle.upperBound..<end])
    guard isWeb(target), !label.contains("[") else { return nil }
    return (label, target, text[text.index(after: end)...])
  }

  /// Whether an address leads to the web.
  static func isWeb(_ address: String) -> Bool {
    address.hasPrefix("https://") || address.hasPrefix("http://")
  }
}
