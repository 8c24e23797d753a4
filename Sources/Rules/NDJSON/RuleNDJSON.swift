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
    for line in ExportLine.read(bytes, path: path) {
      switch line {
      case .broken(let problem): content.problems.append(problem)
      case .summary: continue
      case .connector(let object): content.connectors.append(object)
      case .exceptionItem(let object, _): content.exceptionItems.append(object)
      case .exceptionList(let object, _): content.exceptionLists.append(object)
      case .rule(let object, let source): addRule(object, source, &content)
      }
    }
    return content
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
