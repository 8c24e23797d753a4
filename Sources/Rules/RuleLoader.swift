public import Events
import Foundation

/// Finds and reads rule files.
public struct RuleLoader: Sendable {
  /// What was found.
  public struct Result: Sendable {
    /// The rules with their tests, in the order of their files.
    public var files: [RuleFile] = []
    /// What could not be read.
    public var problems: [RuleError] = []
    /// The exception lists of Kibana exports, as they stand there.
    public var exceptionLists: [JSONObject] = []
    /// The items of exception lists, as they stand there.
    public var exceptionItems: [JSONObject] = []
    /// The connectors of Kibana exports, as they stand there.
    public var connectors: [JSONObject] = []

    /// The rules without their tests.
    public var rules: [Rule] { files.map(\.rule) }
  }

  /// A rule file may have this many bytes, an export this many.
  private static let maximumBytes = (toml: 4 << 20, export: 256 << 20)
  private static let maximumDepth = 32

  private var result = Result()
  private var seen: [String: RuleFile] = [:]

  /// Reads rule files and folders of them (`.toml`, `.ndjson`, `.json`; folders whose names begin with a dot are left
  /// out). A file that is wrong becomes a problem and hides no other.
  public static func load(paths: [String]) -> Result {
    var loader = RuleLoader()
    for path in paths { loader.visit(path, depth: 0, isNamed: true) }
    return loader.result
  }

  /// The rules that come with the program.
  public static func builtin() -> Result {
    var loader = RuleLoader()
    for file in BuiltinRuleFiles.all { loader.addTOML(file.text, path: "builtin:\(file.path)") }
    return loader.result
  }

  /// Reads one rule file in TOML.
  ///
  /// - Throws: `RuleError` with file, line and field.
  public static func parseTOML(_ text: String, path: String) throws(RuleError) -> RuleFile {
    try RuleTOML.read(text, path: path)
  }

  // MARK: Files

  private mutating func problem(_ path: String, _ message: String) {
    result.problems.append(RuleError(path: path, message: message))
  }

  private mutating func visit(_ path: String, depth: Int, isNamed: Bool) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      problem(path, "no such file or folder")
      return
    }
    guard isFolder.boolValue else {
      visitFile(path, isNamed: isNamed)
      return
    }
    guard depth < Self.maximumDepth else {
      problem(path, "folders are nested too deep")
      return
    }
    do {
      for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted()
      where !name.hasPrefix(".") {
        visit(path.hasSuffix("/") ? path + name : "\(path)/\(name)", depth: depth + 1, isNamed: false)
      }
    } catch {
      problem(path, "cannot be read: \(error.localizedDescription)")
    }
  }

  private mutating func visitFile(_ path: String, isNamed: Bool) {
    let isTOML = path.hasSuffix(".toml")
    let isExport = path.hasSuffix(".ndjson") || path.hasSuffix(".json")
    guard isTOML || isExport else {
      if isNamed { problem(path, "not a rule file; rules are .toml, .ndjson or .json") }
      return
    }
    guard let bytes = read(path, limit: isTOML ? Self.maximumBytes.toml : Self.maximumBytes.export) else {
      return
    }
    if isTOML {
      guard let text = String(validating: bytes, as: UTF8.self) else {
        problem(path, "is not UTF-8")
        return
      }
      addTOML(text, path: path)
    } else {
      addExport(bytes, path: path)
    }
  }

  private mutating func read(_ path: String, limit: Int) -> [UInt8]? {
    do {
      let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
      guard size <= limit else {
        problem(path, "has \(size) bytes; a rule file may have \(limit)")
        return nil
      }
      return Array(try Data(contentsOf: URL(filePath: path)))
    } catch {
      problem(path, "cannot be read: \(error.localizedDescription)")
      return nil
    }
  }

  // MARK: Rules

  private mutating func addTOML(_ text: String, path: String) {
    do throws(RuleError) {
      add(try RuleTOML.read(text, path: path))
    } catch {
      result.problems.append(error)
    }
  }

  private mutating func addExport(_ bytes: [UInt8], path: String) {
    let content = RuleNDJSON.read(bytes, path: path)
    for rule in content.rules { add(RuleFile(rule: rule, tests: [])) }
    result.problems += content.problems
    result.exceptionLists += content.exceptionLists
    result.exceptionItems += content.exceptionItems
    result.connectors += content.connectors
  }

  /// Takes a rule in. The same rule twice counts once; two rules with one identifier are a problem.
  private mutating func add(_ file: RuleFile) {
    guard let first = seen[file.rule.ruleID] else {
      seen[file.rule.ruleID] = file
      result.files.append(file)
      return
    }
    guard first.rule != file.rule else { return }
    result.problems.append(
      RuleError(
        path: file.rule.source.path, line: file.rule.source.line, field: "rule_id",
        message: "\(file.rule.ruleID) is already the identifier of the rule in \(first.rule.source.path)"))
  }
}
