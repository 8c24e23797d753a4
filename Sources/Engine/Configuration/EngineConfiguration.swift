public import Events
import Foundation
public import Notifications
import OrderedCollections
package import Rules

/// The configuration: what the command line says beats the environment, which beats the file, which beats the defaults.
public struct EngineConfiguration: Sendable {
  /// Where a value came from.
  public enum Origin: Sendable, Hashable {
    case standard
    case file
    case environment
    case commandLine
  }

  private var values: [String: (value: JSON, origin: Origin)] = [:]
  /// The tables of inputs, in the order of the file.
  public private(set) var folders: [FolderInputSettings] = []
  /// Buckets that are listed.
  public private(set) var buckets: [BucketInputSettings] = []
  /// Queues of bucket notifications.
  public private(set) var queues: [QueueInputSettings] = []
  /// The sinks of notifications: the tables `[[sink]]`.
  public private(set) var notifications: NotificationSettings?
  /// The tables that rooms read themselves, by their name.
  package private(set) var tables: [String: FieldReader] = [:]
  /// The file that was read; nil when there was none.
  public private(set) var path: String?

  /// Reads the configuration.
  ///
  /// - Parameters:
  ///   - path: The configuration file; nil for none.
  ///   - environment: The environment.
  ///   - overrides: What the command line says, by the names of settings.
  /// - Throws: `ConfigurationError`.
  public init(
    path: String? = nil, environment: [String: String] = [:], overrides: [String: String] = [:]
  ) throws(ConfigurationError) {
    for setting in Setting.all {
      if let standard = setting.standard { values[setting.name] = (standard, .standard) }
    }
    if let path = path ?? environment["NIGHTJAR_CONFIG"] {
      self.path = path
      try read(file: path)
    }
    try read(environment)
    for (name, text) in overrides { try set(name, text, "command line", .commandLine) }
  }

  private mutating func set(
    _ name: String, _ text: String, _ words: String, _ origin: Origin
  ) throws(ConfigurationError) {
    guard let setting = Setting.all.first(where: { $0.name == name }) else {
      throw ConfigurationError("\(words): there is no setting \(name)")
    }
    values[name] = (try setting.value(of: text, origin: words), origin)
  }

  private mutating func read(_ environment: [String: String]) throws(ConfigurationError) {
    // Variables of other purposes that the program reads elsewhere.
    let others: Set<String> = [
      "NIGHTJAR_CONFIG", "NIGHTJAR_SERVER", "NIGHTJAR_API_KEY", "NIGHTJAR_SHARED", "NIGHTJAR_FUZZ",
      "NIGHTJAR_PYTHON",
    ]
    for (variable, text) in environment.sorted(by: { $0.key < $1.key }) where variable.hasPrefix("NIGHTJAR_")
    {
      if let setting = Setting.all.first(where: { $0.variable == variable }) {
        values[setting.name] = (try setting.value(of: text, origin: variable), .environment)
      } else if !others.contains(variable), !variable.hasPrefix("NIGHTJAR_SECRET_") {
        let valid = Setting.all.map(\.variable).sorted().joined(separator: ", ")
        throw ConfigurationError("\(variable) sets nothing; the variables are \(valid)")
      }
    }
  }

  // MARK: The file

  private static let otherTables: Set<String> = ["input", "response"]

  private mutating func read(file path: String) throws(ConfigurationError) {
    let text: String
    do {
      text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
    } catch {
      throw ConfigurationError("\(path): cannot be read: \(error.localizedDescription)")
    }
    var copy = self
    do throws(RuleError) {
      try TOMLSettings.read(text, path: path) { (top: FieldReader) throws(FieldError) in
        try copy.take(top)
      }
    } catch {
      throw ConfigurationError("\(error)")
    }
    self = copy
  }

  private mutating func take(_ top: FieldReader) throws(FieldError) {
    let sections = Set(Setting.all.compactMap { $0.name.split(separator: ".").first.map(String.init) })
    try top.refuseUnknown(sections.union(Self.otherTables).union(["sink"]))
    try takeSinks(top)
    for section in sections.union(Self.otherTables).sorted() {
      guard let reader = try top.object(section) else { continue }
      try take(section, reader)
    }
  }

  private mutating func takeSinks(_ top: FieldReader) throws(FieldError) {
    guard let sinks = try top.array("sink") else { return }
    do throws(SettingsError) {
      notifications = try NotificationSettings(sinks: sinks)
    } catch {
      throw FieldError(error.key, error.message)
    }
  }

  private mutating func take(_ section: String, _ reader: FieldReader) throws(FieldError) {
    let settings = Setting.all.filter { $0.name.hasPrefix(section + ".") }
    let names = Set(settings.map { String($0.name.dropFirst(section.count + 1)) })
    switch section {
    case "input":
      try reader.refuseUnknown(names.union(["folder", "s3", "sqs"]))
      folders = try reader.objects("folder").map { (table) throws(FieldError) in
        try FolderInputSettings(table)
      }
      buckets = try reader.objects("s3").map { (table) throws(FieldError) in try BucketInputSettings(table) }
      queues = try reader.objects("sqs").map { (table) throws(FieldError) in try QueueInputSettings(table) }
    case "response": tables[section] = reader
    default: try reader.refuseUnknown(names)
    }
    for setting in settings {
      let key = String(setting.name.dropFirst(section.count + 1))
      guard let value = reader.members[key], value != .null else { continue }
      do throws(ConfigurationError) {
        values[setting.name] = (try setting.checked(value, origin: "file"), .file)
      } catch {
        throw FieldError(setting.name, "must be a \(setting.kind.words)")
      }
    }
  }

  // MARK: Values

  /// The value of a setting and where it came from; nil when it has none.
  public func value(_ name: String) -> (value: JSON, origin: Origin)? { values[name] }

  /// The text of a setting; nil when it has none.
  public func text(_ name: String) -> String? { values[name]?.value.string }

  /// The texts of a setting.
  public func texts(_ name: String) -> [String] { (values[name]?.value.array ?? []).compactMap(\.string) }

  /// Whether a setting is true.
  public func flag(_ name: String) -> Bool { values[name]?.value.bool ?? false }

  /// The number of a setting.
  public func number(_ name: String) -> Int { values[name]?.value.integer ?? 0 }

  /// The length of time of a setting, in nanoseconds.
  public func nanoseconds(_ name: String) -> Int64 { text(name).flatMap { Schedule.nanoseconds($0) } ?? 0 }

  /// The data folder.
  public var dataFolder: String { text("storage.data") ?? "./nightjar-data" }
}
