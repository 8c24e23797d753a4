/// Shows the Markdown of a rule's guide as HTML: headings, paragraphs, lists, bold text, code and links. Everything else
/// stays text, and all text is escaped.
enum MarkdownHTML {
  private static let maximumLines = 2000

  static func render(_ text: String) -> String {
    var renderer = Renderer()
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).prefix(maximumLines) {
      renderer.add(line)
    }
    return renderer.finish()
  }

  private struct Renderer {
    private var html = ""
    private var paragraph: [String] = []
    private var isInList = false
    private var code: [Substring]?

    mutating func add(_ line: Substring) {
      let trimmed = line.drop { $0 == " " || $0 == "\t" }
      if trimmed.hasPrefix("```") {
        toggleCode()
      } else if code != nil {
        code?.append(line)
      } else if trimmed.isEmpty {
        closeBlocks()
      } else if let level = heading(trimmed) {
        closeBlocks()
        // The report's own headings are of the first three levels.
        html += "<h\(level)>\(inline(trimmed.drop { $0 == "#" || $0 == " " }))</h\(level)>\n"
      } else if trimmed.hasPrefix("- ") || trimmed.hasPrefix("* ") {
        item(trimmed.dropFirst(2))
      } else if let dot = trimmed.firstIndex(of: "."), trimmed[..<dot].allSatisfy(\.isNumber),
        dot != trimmed.startIndex
      {
        item(trimmed[trimmed.index(after: dot)...])
      } else {
        paragraph.append(inline(trimmed))
      }
    }

    mutating func finish() -> String {
      if code != nil { toggleCode() }
      closeBlocks()
      return html
    }

    private func heading(_ line: Substring) -> Int? {
      let marks = line.prefix { $0 == "#" }.count
      guard (1...6).contains(marks), line.dropFirst(marks).first == " " else { return nil }
      return min(6, marks + 2)
    }

    private mutating func item(_ text: Substring) {
      flushParagraph()
      if !isInList { html += "<ul>\n" }
      isInList = true
      html += "<li>\(inline(text))</li>\n"
    }

    private mutating func toggleCode() {
      guard let lines = code else {
        closeBlocks()
        code = []
        return
      }
      html += "<pre><code>\(HTML.escape(lines.joined(separator: "\n")))</code></pre>\n"
      code = nil
    }

    private mutating func closeBlocks() {
      flushParagraph()
      if isInList { html += "</ul>\n" }
      isInList = false
    }

    private mutating func flushParagraph() {
      guard !paragraph.isEmpty else { return }
      html += "<p>\(paragraph.joined(separator: " "))</p>\n"
      paragraph = []
    }

    /// Bold text, code and links inside a line.
    private func inline(_ text: Substring) -> String {
      var result = ""
      var rest = text
      while let first = rest.first {
        if first == "`", let end = rest.dropFirst().firstIndex(of: "`") {
          result += "<code>\(HTML.escape(String(rest[rest.index(after: rest.startIndex)..<end])))</code>"
          rest = rest[rest.index(after: end)...]
        } else if rest.hasPrefix("**"), let end = rest.dropFirst(2).firstRange(of: "**") {
          result += "<strong>\(HTML.escape(String(rest.dropFirst(2)[..<end.lowerBound])))</strong>"
          rest = rest[end.upperBound...]
        } else if first == "[", let link = link(rest) {
          result += link.html
          rest = link.rest
        } else {
          result += HTML.escape(String(first))
          rest = rest.dropFirst()
        }
      }
      return result
    }

    /// A link, only to addresses of the web.
    private func link(_ text: Substring) -> (html: String, rest: Substring)? {
      guard let middle = text.firstRange(of: "]("), let end = text[middle.upperBound...].firstIndex(of: ")")
      else {
        return nil
      }
      let address = String(text[middle.upperBound..<end])
      let label = String(text[text.index(after: text.startIndex)..<middle.lowerBound])
      guard address.hasPrefix("https://") || address.hasPrefix("http://"), !label.contains("[") else {
        return nil
      }
      let html = "<a href=\"\(HTML.escape(address))\" rel=\"noreferrer noopener\">\(HTML.escape(label))</a>"
      return (html, text[text.index(after: end)...])
    }
  }
}
