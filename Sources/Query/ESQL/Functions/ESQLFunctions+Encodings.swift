import Events
import Foundation
import OrderedCollections

extension ESQLFunctions {
  private static let text = ESQLFunction.texts

  static let encodings: [ESQLFunction] = [
    ESQLFunction("to_base64", 1...1, [text], .keyword) { arguments, _ in
      string(arguments[0]) { .text(Data($0.utf8).base64EncodedString()) }
    },
    ESQLFunction("from_base64", 1...1, [text], .keyword) { arguments, context in
      string(arguments[0]) { source in
        let padded = source + String(repeating: "=", count: (4 - source.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: padded), let text = String(validating: data, as: UTF8.self)
        else {
          context.warn("from_base64: a text is not Base64 of UTF-8; the result is null")
          return .null
        }
        return .text(text)
      }
    },
    ESQLFunction("url_decode", 1...1, [text], .keyword) { arguments, context in
      string(arguments[0]) { source in
        guard let text = source.replacing("+", with: " ").removingPercentEncoding else {
          context.warn("url_decode: a text has wrong escapes; the result is null")
          return .null
        }
        return .text(text)
      }
    },
    ESQLFunction("url_encode", 1...1, [text], .keyword) { arguments, _ in
      string(arguments[0]) { .text(percentEncoded($0).replacing("%20", with: "+")) }
    },
    ESQLFunction("url_encode_component", 1...1, [text], .keyword) { arguments, _ in
      string(arguments[0]) { .text(percentEncoded($0)) }
    },
    ESQLFunction("json_extract", 2...2, [text, text], .keyword, jsonExtract),
  ]

  private static func percentEncoded(_ text: String) -> String {
    let plain = CharacterSet(
      charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    return text.addingPercentEncoding(withAllowedCharacters: plain) ?? text
  }

  /// The value at a path such as `$.a.b[0]` or `a.b`: texts as they are, everything else as JSON. Null when there is none.
  private static func jsonExtract(_ arguments: [Value], _ context: ESQLContext) -> Value {
    guard let source = arguments[0].string, let path = arguments[1].string else { return .null }
    guard let document = try? JSONReader.read(Array(source.utf8)) else {
      context.warn("json_extract: a text is no JSON; the result is null")
      return .null
    }
    guard let steps = JSONPathSteps.read(path) else {
      context.warn("json_extract: the path \"\(path.prefix(100))\" is not supported; the result is null")
      return .null
    }
    guard let found = JSONPathSteps.follow(steps[...], from: document), found != .null else { return .null }
    return found.string.map { .text($0) } ?? .text(JSONWriter.text(found))
  }
}
