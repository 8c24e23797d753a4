import Events
import OrderedCollections

/// Rules as Kibana exports them: a JSON object per line, with exception lists, connectors and a summary among them.
enum RuleNDJSON {
  /// What an export holds.
  struct Content {
    var rules: [Rule] = []
    var exceptionLists: [JSONObject] = []
    var exceptionItems: [JSONObject] = []
    var connectors: [JSONObject] = []
    var problems: [RuleError] = []
  }

  /// Reads an export, a single rule object, or a list of them. What is wrong with one line does not hide the others.
  static func read(_ bytes: [UInt8], path: String) -> Content {
    var content = Content()
    if let whole = try? JSONReader.read(bytes) {
      for value in whole.array ?? [whole] { add(value, RuleSource(path: path), &content) }
      return content
    }
    for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
    {
      guard line.contains(where: { $0 > 0x20 }) else { continue }
      let source = RuleSource(path: path, line: index + 1)
      do throws(JSONError) {
        add(try JSONReader.read(Array(line)), source, &content)
      } catch {
        content.problems.append(RuleError(path: path, line: source.line, message: "invalid JSON: \(error)"))
      }
    }
    return content
  }

  private static func add(_ value: JSON, _ source: RuleSource, _ content: inout Content) {
    guard let object = value.object else {
      content.problems.append(
        RuleError(path: source.path, line: source.line, message: "must be a JSON object"))
      return
    }
    if object["exported_count"] != nil || object["exported_rules_count"] != nil { return }
    if object["type"] == "action", object["attributes"] != nil {
      content.connectors.append(object)
    } else if object["entries"] != nil, object["item_id"] != nil || object["list_id"] != nil {
      content.exceptionItems.append(object)
    } else if object["list_id"] != nil {
      content.exceptionLists.append(object)
    } else {
      addRule(object, source, &content)
    }
  }

  private static func addRule(_ object: JSONObject, _ source: RuleSource, _ content: inout Content) {
    do throws(FieldError) {
      content.rules.append(try RuleDecoder(fields: object, path: "").rule(source: source))
    } catch {
      content.problems.append(
        RuleError(path: source.path, line: source.line, field: error.field, message: error.message))
    }
  }
}
