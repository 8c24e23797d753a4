import Events
import OrderedCollections

/// One object of a Kibana export, by its kind.
enum ExportLine {
  case rule(JSONObject, RuleSource)
  case exceptionList(JSONObject, RuleSource)
  case exceptionItem(JSONObject, RuleSource)
  case connector(JSONObject)
  case summary
  case broken(RuleError)

  /// Reads an export with one object per line, a single object, or a list of them.
  static func read(_ bytes: [UInt8], path: String) -> [ExportLine] {
    if let whole = try? JSONReader.read(bytes) {
      return (whole.array ?? [whole]).map { ExportLine($0, RuleSource(path: path)) }
    }
    return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
      .filter { $0.element.contains { $0 > 0x20 } }
      .map { index, line in ExportLine(line: Array(line), RuleSource(path: path, line: index + 1)) }
  }

  private init(line: [UInt8], _ source: RuleSource) {
    do throws(JSONError) {
      self.init(try JSONReader.read(line), source)
    } catch {
      self = .broken(RuleError(path: source.path, line: source.line, message: "invalid JSON: \(error)"))
    }
  }

  private init(_ value: JSON, _ source: RuleSource) {
    guard let object = value.object else {
      self = .broken(RuleError(path: source.path, line: source.line, message: "must be a JSON object"))
      return
    }
    if object["exported_count"] != nil || object["exported_rules_count"] != nil {
      self = .summary
    } else if object["type"] == "action", object["attributes"] != nil {
      self = .connector(object)
    } else if object["entries"] != nil, object["item_id"] != nil || object["list_id"] != nil {
      self = .exceptionItem(object, source)
    } else if object["list_id"] != nil {
      self = .exceptionList(object, source)
    } else {
      self = .rule(object, source)
    }
  }
}
