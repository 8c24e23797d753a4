public import Events
import Rules

/// One setting: its name, what it takes, its default and what it means.
public struct Setting: Sendable {
  /// The key in the configuration file, such as `server.listen`.
  public let name: String
  /// What values it takes.
  public let kind: SettingKind
  /// The value when nothing sets it; nil when there is none.
  public let standard: JSON?
  /// What it means, in a sentence.
  public let meaning: String

  init(_ name: String, _ kind: SettingKind, _ standard: JSON?, _ meaning: String) {
    self.name = name
    self.kind = kind
    self.standard = standard
    self.meaning = meaning
  }

  /// The environment variable that sets it.
  public var variable: String {
    "NIGHTJAR_" + name.uppercased().map { $0 == "." || $0 == "-" ? "_" : String($0) }.joined()
  }

  /// A value given as text, as the environment and the command line do.
  ///
  /// - Throws: `ConfigurationError` when the text does not fit.
  func value(of text: String, origin: String) throws(ConfigurationError) -> JSON {
    switch kind {
    case .text: return .string(text)
    case .texts:
      return .array(text.split(separator: ",").map { .string($0.trimmingSpaces) })
    case .number:
      guard let number = Int(text) else { throw refused(origin) }
      return try checked(.number(JSONNumber(number)), origin: origin)
    case .flag:
      guard let flag = ["true": true, "false": false, "1": true, "0": false][text.lowercased()] else {
        throw refused(origin)
      }
      return .bool(flag)
    case .duration: return try checked(.string(text), origin: origin)
    }
  }

  /// A value as a file gives it, when it fits.
  func checked(_ value: JSON, origin: String) throws(ConfigurationError) -> JSON {
    let fits =
      switch kind {
      case .text: value.string != nil
      case .texts: value.array?.allSatisfy { $0.string != nil } ?? false
      case .number(let range): value.integer.map { range.contains($0) } ?? false
      case .flag: value.bool != nil
      case .duration: value.string.map { Schedule.nanoseconds($0) != nil } ?? false
      }
    guard fits else { throw refused(origin) }
    return value
  }

  private func refused(_ origin: String) -> ConfigurationError {
    ConfigurationError("\(origin): \(name) takes a \(kind.words)")
  }
}

extension Substring {
  var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
