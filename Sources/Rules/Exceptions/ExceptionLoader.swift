public import Events
public import OrderedCollections

/// Finds and reads files with exceptions: exports from Kibana, and our TOML with `[[exception]]` and `[[value_list]]`.
public struct ExceptionLoader: Sendable {
  private static let files = FileTree(
    kind: "file of exceptions", limits: [".toml": 16 << 20, ".ndjson": 256 << 20, ".json": 256 << 20])

  private var result = ExceptionSet()
  private var problems: [RuleError] = []
  private var seen: [[String?]: ExceptionItem] = [:]
  private var listSources: [String: RuleSource] = [:]

  private init() {}

  /// Reads files and folders of them. Rules in exports, and rule files in folders, are left out. What is wrong becomes
  /// a problem and hides nothing else.
  public static func load(paths: [String]) -> (set: ExceptionSet, problems: [RuleError]) {
    var loader = ExceptionLoader()
    files.read(paths) { entry in
      switch entry {
      case .problem(let problem): loader.problems.append(problem)
      case .file(let path, let bytes, let isNamed): loader.add(bytes, path: path, isNamed: isNamed)
      }
    }
    return (loader.result, loader.problems)
  }

  /// Reads a file in TOML.
  public static func read(toml text: String, path: String) -> (set: ExceptionSet, problems: [RuleError]) {
    var loader = ExceptionLoader()
    loader.add(toml: text, path: path, isNamed: true)
    return (loader.result, loader.problems)
  }

  /// Reads an export from Kibana.
  public static func read(export bytes: [UInt8], path: String) -> (set: ExceptionSet, problems: [RuleError]) {
    var loader = ExceptionLoader()
    loader.add(export: bytes, path: path)
    return (loader.result, loader.problems)
  }

  /// Reads exceptions that are kept as objects: Kibana's lists and items, and ours with the members of our TOML form.
  ///
  /// - Parameters:
  ///   - lists: Kibana's exception lists.
  ///   - items: Items of lists, and ours, which name no list.
  ///   - valueLists: The value lists.
  ///   - path: Where they are kept, for messages.
  /// - Returns: The exceptions, and what cannot be used.
  public static func read(
    lists: [JSONObject], items: [JSONObject], valueLists: [ValueList], path: String
  ) -> (set: ExceptionSet, problems: [RuleError]) {
    var loader = ExceptionLoader()
    let source = RuleSource(path: path)
    for list in lists {
      loader.keepingProblems(source) { (loader) throws(FieldError) in
        loader.add(try KibanaExceptions.list(list))
      }
    }
    for item in items {
      if item["list_id"] != nil {
        loader.keepingProblems(source) { (loader) throws(FieldError) in
          loader.add(try KibanaExceptions.item(item, source))
        }
      } else {
        let content = ExceptionTOML.decode(["exception": [.object(item)]], text: "", path: path)
        loader.problems += content.problems
        for item in content.items { loader.add(item) }
      }
    }
    for list in valueLists { loader.add(list, source) }
    return (loader.result, loader.problems)
  }

  private mutating func add(_ bytes: [UInt8], path: String, isNamed: Bool) {
    guard path.hasSuffix(".toml") else {
      add(export: bytes, path: path)
      return
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      problems.append(RuleError(path: path, message: "is not UTF-8"))
      return
    }
    add(toml: text, path: path, isNamed: isNamed)
  }

  // MARK: TOML

  private mutating func add(toml text: String, path: String, isNamed: Bool) {
    do throws(RuleError) {
      let members = try TOMLText.read(text, path: path)
      // A folder may hold rules beside exceptions.
      if !isNamed, members["rule"] != nil { return }
      let content = ExceptionTOML.decode(members, text: text, path: path)
      problems += content.problems
      for item in content.items { add(item) }
      for (list, source) in content.valueLists { add(list, source) }
    } catch {
      problems.append(error)
    }
  }

  // MARK: NDJSON

  private mutating func add(export bytes: [UInt8], path: String) {
    for line in ExportLine.read(bytes, path: path) {
      switch line {
      case .broken(let problem): problems.append(problem)
      case .summary, .connector, .rule: continue
      case .exceptionItem(let object, let source):
        keepingProblems(source) { (loader) throws(FieldError) in
          loader.add(try KibanaExceptions.item(object, source))
        }
      case .exceptionList(let object, let source):
        keepingProblems(source) { (loader) throws(FieldError) in
          loader.add(try KibanaExceptions.list(object))
        }
      }
    }
  }

  private mutating func keepingProblems(
    _ source: RuleSource, _ body: (inout ExceptionLoader) throws(FieldError) -> Void
  ) {
    do throws(FieldError) {
      try body(&self)
    } catch {
      problems.append(
        RuleError(path: source.path, line: source.line, field: error.field, message: error.message))
    }
  }

  // MARK: Adding

  private mutating func add(_ list: ExceptionList) {
    if !result.lists.contains(list) { result.lists.append(list) }
  }

  /// Takes an exception in. The same one twice counts once; two with one identifier are a problem.
  private mutating func add(_ item: ExceptionItem) {
    let key = [item.listID, item.id]
    guard let first = seen[key] else {
      seen[key] = item
      result.items.append(item)
      return
    }
    guard !item.isSame(as: first) else { return }
    let place = "\(first.source.path):\(first.source.line)"
    refuse(
      item.source, item.listID == nil ? "id" : "item_id", "\(item.id) is already the exception in \(place)")
  }

  private mutating func add(_ list: ValueList, _ source: RuleSource) {
    guard let first = listSources[list.id] else {
      listSources[list.id] = source
      result.valueLists[list.id] = list
      return
    }
    guard result.valueLists[list.id] != list else { return }
    refuse(source, "id", "\(list.id) is already the value list in \(first.path):\(first.line)")
  }

  private mutating func refuse(_ source: RuleSource, _ field: String, _ message: String) {
    problems.append(RuleError(path: source.path, line: source.line, field: field, message: message))
  }
}
