import Events
import Foundation
import OrderedCollections
import Rules

/// The form with which an exception is made.
struct ExceptionForm: Sendable {
  let form: FormBody

  static let days = [
    ("mon", "Mon"), ("tue", "Tue"), ("wed", "Wed"), ("thu", "Thu"), ("fri", "Fri"), ("sat", "Sat"),
    ("sun", "Sun"),
  ]

  private func text(_ name: String) -> String? {
    let text = (form[name] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    return text.isEmpty ? nil : text
  }

  /// The exception as it is stored, in the form of our TOML files.
  func document(id: String) -> JSONObject {
    var document: JSONObject = ["id": .string(id)]
    if let name = text("name") { document["name"] = .string(name) }
    document["query"] = .string(text("query") ?? "*")
    let rules = form.values("rule").filter { !$0.isEmpty }
    if !rules.isEmpty { document["rules"] = .array(rules.map { .string($0) }) }
    for name in ["owner", "reason"] {
      if let value = text(name) { document[name] = .string(value) }
    }
    if let expires = text("expires") {
      document["expires"] = .string(expires.count == 10 ? "\(expires)T23:59:59Z" : expires)
    }
    if let window { document["window"] = [.object(window)] }
    return document
  }

  private var window: JSONObject? {
    let zone = JSON.string(text("timezone") ?? "UTC")
    if let rule = text("rrule") {
      return [
        "rrule": .string(rule), "start": .string(text("start") ?? ""),
        "duration": .string(text("duration") ?? ""),
        "timezone": zone,
      ]
    }
    guard text("begin") != nil || text("end") != nil else { return nil }
    var window: JSONObject = [
      "from": .string(text("begin") ?? ""), "to": .string(text("end") ?? ""), "timezone": zone,
    ]
    let days = form.values("day").filter { !$0.isEmpty }
    if !days.isEmpty { window["days"] = .array(days.map { .string($0) }) }
    return window
  }

  /// The exception, read as the engine will read it, or what is wrong with it.
  func item(id: String) -> Result<ExceptionItem, QueryText.Problem> {
    let (set, problems) = ExceptionLoader.read(
      lists: [], items: [document(id: id)], valueLists: [], path: "exception")
    if let problem = problems.first {
      return .failure(
        QueryText.Problem(text: problem.field.map { "\($0): \(problem.message)" } ?? problem.message))
    }
    guard let item = set.items.first else {
      return .failure(QueryText.Problem(text: "the exception says nothing"))
    }
    return .success(item)
  }

  /// The values of the form's fields.
  var values: PageValues {
    var values: PageValues = [
      "dayChoices": Self.days.map { value, name in
        ["value": value, "name": name, "isChosen": form.values("day").contains(value)] as PageValues
      }
    ]
    for name in [
      "name", "query", "owner", "reason", "expires", "begin", "end", "rrule", "start", "duration",
    ] { values["form_\(name)"] = form[name] ?? "" }
    values["form_timezone"] = form["timezone"] ?? "UTC"
    return values
  }
}
