import Events
import OrderedCollections
import Query

/// Our files of exceptions.
struct ExceptionTOML {
  /// What a file holds.
  struct Content {
    var items: [ExceptionItem] = []
    var valueLists: [(ValueList, RuleSource)] = []
    var problems: [RuleError] = []
  }

  private static let keys: Set<String> = [
    "id", "name", "description", "rules", "query", "entries", "os_types", "owner", "reason", "expires",
    "window",
  ]
  private static let osTypes: Set<String> = ["linux", "macos", "windows"]
  private static let maximumListBytes = 16 << 20

  private let path: String
  private let locator: KeyLocator
  private var content = Content()

  /// Reads the tables of a file; a wrong one hides no other.
  static func decode(_ members: JSONObject, text: String, path: String) -> Content {
    var reader = ExceptionTOML(path: path, locator: KeyLocator(text))
    reader.decode(FieldReader(members: members, path: ""))
    return reader.content
  }

  private init(path: String, locator: KeyLocator) {
    self.path = path
    self.locator = locator
  }

  private mutating func decode(_ top: FieldReader) {
    attempt { (_) throws(FieldError) in try top.allowOnly(["exception", "value_list"]) }
    attempt { (reader) throws(FieldError) in
      for table in try top.objects("exception") {
        reader.attempt { (reader) throws(FieldError) in reader.content.items.append(try reader.item(table)) }
      }
    }
    attempt { (reader) throws(FieldError) in
      for table in try top.objects("value_list") {
        reader.attempt { (reader) throws(FieldError) in
          reader.content.valueLists.append((try reader.valueList(table), reader.source(table)))
        }
      }
    }
  }

  private mutating func attempt(_ body: (inout ExceptionTOML) throws(FieldError) -> Void) {
    do throws(FieldError) {
      try body(&self)
    } catch {
      content.problems.append(
        RuleError(path: path, line: locator.line(of: error.field), field: error.field, message: error.message)
      )
    }
  }

  private func source(_ table: FieldReader) -> RuleSource {
    RuleSource(path: path, line: locator.line(of: table.path) ?? 1)
  }

  // MARK: Exceptions

  private func item(_ table: FieldReader) throws(FieldError) -> ExceptionItem {
    try table.allowOnly(Self.keys)
    let name = try table.requiredString("name")
    return ExceptionItem(
      id: try table.has("id") ? table.requiredString("id") : name, name: name,
      description: try table.string("description"), ruleIDs: try rules(table),
      condition: try condition(table), osTypes: try systems(table), expires: try table.time("expires"),
      owner: try table.string("owner"), reason: try table.string("reason"),
      windows: try ChangeWindowDecoder.windows(of: table), source: source(table))
  }

  private func rules(_ table: FieldReader) throws(FieldError) -> [String]? {
    guard let rules = try table.strings("rules") else { return nil }
    guard !rules.isEmpty else {
      throw FieldError(table.name("rules"), "must name a rule; leave it out for every rule")
    }
    return rules
  }

  private func condition(_ table: FieldReader) throws(FieldError) -> ExceptionItem.Condition {
    guard table.has("query") else {
      guard table.has("entries") else {
        throw FieldError(table.name("query"), "is missing: an exception needs a query or entries")
      }
      return .entries(try ExceptionEntryDecoder(isStrict: true).entries(of: table))
    }
    guard !table.has("entries") else {
      throw FieldError(table.name("entries"), "cannot stand beside a query")
    }
    let query = try table.requiredString("query")
    do throws(QuerySyntaxError) {
      _ = try KQLParser.parse(query)
    } catch {
      throw FieldError(table.name("query"), "\(error)")
    }
    return .kql(query)
  }

  private func systems(_ table: FieldReader) throws(FieldError) -> [String] {
    let types = try table.strings("os_types") ?? []
    if let unknown = types.first(where: { !Self.osTypes.contains($0) }) {
      let choices = Self.osTypes.sorted().joined(separator: ", ")
      throw FieldError(table.name("os_types"), "takes \(choices), not \"\(unknown)\"")
    }
    return types
  }

  // MARK: Value lists

  private func valueList(_ table: FieldReader) throws(FieldError) -> ValueList {
    try table.allowOnly(["id", "type", "items", "file", "description"])
    let id = try table.requiredString("id")
    guard let kind = try table.choice("type", ValueList.Kind.self) else {
      throw FieldError(table.name("type"), "is missing")
    }
    _ = try table.string("description")
    guard table.has("file") else { return try list(id, kind, try items(table), table.name("items")) }
    guard !table.has("items") else {
      throw FieldError(table.name("items"), "cannot stand beside a file")
    }
    return try list(id, kind, try fileItems(table), table.name("file"))
  }

  private func list(
    _ id: String, _ kind: ValueList.Kind, _ items: [String], _ field: String
  ) throws(FieldError) -> ValueList {
    do throws(ValueListError) {
      return try ValueList(id: id, kind: kind, items: items)
    } catch {
      throw FieldError(error.index.map { "\(field)[\($0)]" } ?? field, error.message)
    }
  }

  private func items(_ table: FieldReader) throws(FieldError) -> [String] {
    guard let items = try table.strings("items") else {
      throw FieldError(table.name("items"), "is missing: a value list needs items or a file")
    }
    return items
  }

  /// A value per line; empty lines and lines that begin with `#` do not count.
  private func fileItems(_ table: FieldReader) throws(FieldError) -> [String] {
    let file = FileTree.path(try table.requiredString("file"), besides: path)
    let bytes: [UInt8]
    do throws(RuleError) {
      bytes = try FileTree.contents(of: file, kind: "value list", limit: Self.maximumListBytes)
    } catch {
      throw FieldError(table.name("file"), "\(error)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FieldError(table.name("file"), "\(file) is not UTF-8")
    }
    return text.split(whereSeparator: \.isNewline).map(Self.trimmed).filter {
      !$0.isEmpty && !$0.hasPrefix("#")
    }
  }

  private static func trimmed(_ line: Substring) -> String {
    let start = line.drop(while: \.isWhitespace)
    let end = start.lastIndex { !$0.isWhitespace }
    return end.map { String(start[...$0]) } ?? ""
  }
}
