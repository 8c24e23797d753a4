public import Events
public import OrderedCollections

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

  private static let files = FileTree(
    kind: "rule file", limits: [".toml": 4 << 20, ".ndjson": 256 << 20, ".json": 256 << 20])

  private var result = Result()
  private var seen: [String: RuleFile] = [:]

  /// Reads rule files and folders of them (`.toml`, `.ndjson`, `.json`; folders whose names begin with a dot are left
  /// out). A file that is wrong becomes a problem and hides no other.
  public static func load(paths: [String]) -> Result {
    var loader = RuleLoader()
    files.read(paths) { entry in
      switch entry {
      case .problem(let problem): loader.result.problems.append(problem)
      case .file(let path, let bytes, _): loader.addFile(path, bytes)
      }
    }
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

  /// Reads rules in the form of Kibana's API: an export, a single rule object, or a list of them.
  public static func read(export bytes: [UInt8], path: String) -> Result {
    var loader = RuleLoader()
    loader.addExport(bytes, path: path)
    return loader.result
  }

  /// Reads one rule in the form of Kibana's API.
  ///
  /// - Throws: `RuleError` with the field.
  public static func parse(api object: JSONObject, path: String) throws(RuleError) -> Rule {
    do throws(FieldError) {
      return try RuleDecoder(fields: object, path: "").rule(source: RuleSource(path: path))
    } catch {
      throw RuleError(path: path, field: error.field, message: error.message)
    }
  }

  // MARK: Rules

  private mutating func addFile(_ path: String, _ bytes: [UInt8]) {
    guard path.hasSuffix(".toml") else {
      addExport(bytes, path: path)
      return
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      result.problems.append(RuleError(path: path, message: "is not UTF-8"))
      return
    }
    addTOML(text, path: path)
  }

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
