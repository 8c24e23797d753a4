import Events
import Foundation
import Mustache
import OrderedCollections
import Rules

/// A text with places for the fields of a notice, in the syntax of Mustache.
///
/// Fields are named by their paths: `{{kibana.alert.rule.name}}`, `{{user.name}}`; `{{notice.*}}` is the notice itself. Values
/// are escaped for the form that the text has, and never read as a template.
struct AlertTemplate: Sendable {
  /// What the text becomes.
  enum Form: String, Sendable {
    case text = "TEXT"
    case json = "NIGHTJAR_JSON"
  }

  /// Escapes values for JSON strings.
  private struct JSONContent: MustacheContentType {
    func escapeText(_ text: String) -> String {
      let quoted = JSONWriter.text(.string(text))
      return String(quoted.dropFirst().dropLast())
    }
  }

  private let template: MustacheTemplate

  private static let maximumLength = 64 << 10
  private static let registered: Void = MustacheContentTypes.register(
    JSONContent(), named: Form.json.rawValue)

  /// Parses a template.
  init(_ text: String, _ form: Form, key: String) throws(SettingsError) {
    guard text.utf8.count <= Self.maximumLength else { throw SettingsError(key, "is longer than 64 KiB") }
    _ = Self.registered
    do {
      template = try MustacheTemplate(string: "{{% CONTENT_TYPE:\(form.rawValue)}}\(text)")
    } catch {
      throw SettingsError(key, "is no Mustache template: \(error)")
    }
    guard form == .json else { return }
    // What does not give JSON for a test gives none for alerts.
    let example = render(Notice(kind: .test, id: "test"), version: "")
    guard (try? JSONReader.read(example)) != nil else {
      throw SettingsError(key, "does not give JSON; values stand in quotes: \"{{user.name}}\"")
    }
  }

  static func read(_ reader: SettingsReader, _ key: String, _ form: Form) throws(SettingsError)
    -> AlertTemplate?
  {
    guard let text = try reader.text(key) else { return nil }
    return try AlertTemplate(text, form, key: reader.name(key))
  }

  /// The text for a notice.
  func render(_ notice: Notice, version: String) -> String {
    var context = Self.object(Self.nested(notice.alert))
    let text = NoticeText(notice)
    context["notice"] =
      [
        "kind": notice.kind.rawValue, "id": notice.id, "subject": text.subject, "severity": text.severity,
        "text": text.lines.joined(separator: "\n"), "lines": text.lines, "held": notice.held,
        "count": notice.digest?.count ?? 0, "version": version,
      ] as [String: Any]
    return template.render(context)
  }

  /// The document with nested objects in place of dotted keys.
  private static func nested(_ document: JSONObject) -> JSONObject {
    var result: JSONObject = [:]
    for (key, value) in document {
      if key.contains(".") { result.set(key, to: value) } else if result[key] == nil { result[key] = value }
    }
    return result
  }

  private static func object(_ members: JSONObject) -> [String: Any] {
    var result: [String: Any] = [:]
    for (key, value) in members { result[key] = Self.value(value) }
    return result
  }

  private static func value(_ json: JSON) -> Any? {
    switch json {
    case .null: nil
    case .bool(let flag): flag
    case .number(let number): number.text
    case .string(let text): text
    case .array(let elements): elements.compactMap(value)
    case .object(let members): object(members)
    }
  }
}
