import CloudTrail
public import Detection
public import Events
import Foundation
import Inputs
public import Rules

/// What rules need beside events, read from the files that the configuration names.
public struct RuleMaterial: Sendable {
  /// The rules of files, the built-in ones last.
  public var rules: [Rule] = []
  /// The exceptions of files.
  public var exceptions = ExceptionSet()
  /// The indicators of indicator match rules.
  public var indicators = Indicators()
  /// The tables of ES|QL.
  public var tables = LookupTables()
  /// What could not be read.
  public var problems: [String] = []

  /// Nothing.
  public init() {}

  /// Reads the files of a configuration. What is wrong becomes a problem and hides nothing else.
  public init(_ configuration: EngineConfiguration, now: Timestamp) {
    readRules(configuration)
    let loaded = ExceptionLoader.load(paths: configuration.texts("rules.exceptions"))
    exceptions = loaded.set
    problems += loaded.problems.map { "\($0)" }
    readIndicators(configuration.texts("rules.indicators"), now)
    readTables(configuration.texts("rules.tables"))
  }

  private mutating func readRules(_ configuration: EngineConfiguration) {
    var loaded = RuleLoader.load(paths: configuration.texts("rules.paths"))
    if configuration.flag("rules.builtin") {
      let builtin = RuleLoader.builtin()
      let given = Set(loaded.files.map(\.rule.ruleID))
      // A rule of the user's with the identifier of a built-in one takes its place.
      loaded.files += builtin.files.filter { !given.contains($0.rule.ruleID) }
      loaded.problems += builtin.problems
    }
    rules = loaded.rules
    problems += loaded.problems.map { "\($0)" }
  }

  private mutating func readIndicators(_ paths: [String], _ now: Timestamp) {
    var all: [Indicators.Indicator] = []
    for path in paths {
      do throws(TableFileError) {
        all += try IndicatorFile.read(path, now: now).map {
          Indicators.Indicator(id: $0.id, index: $0.index, document: $0.document)
        }
      } catch {
        problems.append("\(error)")
      }
    }
    indicators = Indicators(all)
  }

  private mutating func readTables(_ entries: [String]) {
    for entry in entries {
      guard let equals = entry.firstIndex(of: "=") else {
        problems.append("rules.tables: \(entry): takes a name and a file, such as assets=assets.csv")
        continue
      }
      do throws(TableFileError) {
        tables.tables[String(entry[..<equals])] = try TableFile.read(
          String(entry[entry.index(after: equals)...]))
      } catch {
        problems.append("\(error)")
      }
    }
  }

  /// What tells whether files changed: names, sizes and times of all files below the paths.
  static func fingerprint(of paths: [String]) -> Int {
    var hasher = Hasher()
    for path in paths {
      add(path, to: &hasher)
      guard let files = FileManager.default.enumerator(atPath: path) else { continue }
      var names: [String] = []
      while names.count < 100_000, let name = files.nextObject() as? String { names.append(name) }
      for name in names.sorted() { add("\(path)/\(name)", to: &hasher) }
    }
    return hasher.finalize()
  }

  private static func add(_ path: String, to hasher: inout Hasher) {
    hasher.combine(path)
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return }
    hasher.combine(attributes[.size] as? Int)
    hasher.combine((attributes[.modificationDate] as? Date)?.timeIntervalSince1970)
    hasher.combine(attributes[.systemFileNumber] as? Int)
  }
}
