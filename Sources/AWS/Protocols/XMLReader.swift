import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Reads an XML answer into elements, with Foundation's parser. Documents with a DTD are refused, since no service
/// sends one and entities are how small documents become large.
enum XMLReader {
  /// Elements may be nested this deep.
  static let maximumDepth = 64
  /// An answer may have this many elements.
  static let maximumNodes = 500_000

  static func read(_ bytes: [UInt8]) throws(AWSDecodingError) -> XMLNode {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw AWSDecodingError("the answer is not UTF-8")
    }
    guard Data(bytes).firstRange(of: Data("<!DOCTYPE".utf8)) == nil else {
      throw AWSDecodingError("the answer has a document type, which no service sends")
    }
    let parser = XMLParser(data: Data(bytes))
    parser.shouldProcessNamespaces = true
    parser.shouldResolveExternalEntities = false
    let collector = XMLCollector()
    parser.delegate = collector
    let isWellFormed = parser.parse()
    if let problem = collector.problem { throw AWSDecodingError(problem) }
    guard isWellFormed, let root = collector.root else {
      throw AWSDecodingError(
        "the answer is no XML (line \(parser.lineNumber), column \(parser.columnNumber))")
    }
    return root
  }
}

/// Collects elements while they are parsed.
private final class XMLCollector: NSObject, XMLParserDelegate {
  private(set) var root: XMLNode?
  private(set) var problem: String?
  private var open: [XMLNode] = []
  private var nodes = 0

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    nodes += 1
    guard open.count < XMLReader.maximumDepth, nodes <= XMLReader.maximumNodes else {
      problem = "the answer is nested too deep or has too many elements"
      parser.abortParsing()
      return
    }
    open.append(XMLNode(name: elementName))
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    guard !open.isEmpty else { return }
    open[open.count - 1].text += string
  }

  func parser(
    _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName: String?
  ) {
    guard var node = open.popLast() else { return }
    // White space between elements is layout.
    if !node.children.isEmpty { node.text = node.text.trimmingCharacters(in: .whitespacesAndNewlines) }
    if open.isEmpty {
      root = node
    } else {
      open[open.count - 1].children.append(node)
    }
  }
}
