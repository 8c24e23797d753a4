import Console
import Events
import OrderedCollections
import Response
import Storage

/// Plans and responses for people. Nothing is cut: what is approved must be seen as a whole.
enum RespondText {
  /// Text from elsewhere that is safe to show.
  static func clean(_ text: String) -> String { Sanitizer.clean(text) }

  // MARK: Plans

  static func plan(_ plan: JSON) -> [String] {
    var lines = table([
      ("playbook", text(plan["playbook"])), ("subject", text(plan[path: "subject.description"])),
      ("effect", text(plan["effect"])), ("as", text(plan["caller"])), ("planned", text(plan["planned"])),
    ])
    lines += (plan["warnings"]?.array ?? []).map { "note      \(text($0))" }
    lines += [""] + calls(plan["calls"]?.array ?? [], "CALL")
    lines += [""] + changes(plan["changes"]?.array ?? [])
    lines += [""] + calls(plan["inverse"]?.array ?? [], "UNDONE BY")
    return lines
  }

  private static func calls(_ calls: [JSON], _ title: String) -> [String] {
    guard !calls.isEmpty else { return ["\(title)  none"] }
    var rows = [[title, "PARAMETER", "VALUE"]]
    for call in calls {
      let parameters = call["parameters"]?.object ?? [:]
      if parameters.isEmpty { rows.append([text(call["action"]), "", ""]) }
      for (number, (name, value)) in parameters.enumerated() {
        rows.append([number == 0 ? text(call["action"]) : "", clean(name), text(value)])
      }
    }
    return columns(rows)
  }

  private static func changes(_ changes: [JSON]) -> [String] {
    guard !changes.isEmpty else { return ["CHANGE  none"] }
    return columns(
      [["CHANGE", "BEFORE", "AFTER"]]
        + changes.map { [text($0["field"]), text($0["before"]), text($0["after"])] })
  }

  // MARK: Responses

  static func response(_ response: StoredResponse) -> [String] {
    var rows = [
      ("response", response.id), ("status", response.status.rawValue), ("alert", response.alert),
      ("asked by", response.requester),
    ]
    rows += response.approvals.map { ("approved", "\($0.actor) at \($0.at)") }
    if let undoes = response.undoes { rows.append(("undoes", undoes)) }
    var lines = table(rows)
    if response.plan["calls"] != nil { lines += plan(response.plan) }
    if let result = response.result { lines += [""] + outcome(result) }
    return lines
  }

  private static func outcome(_ result: JSON) -> [String] {
    var lines: [String] = []
    let calls = result["calls"]?.array ?? []
    lines += columns(
      [["MADE FOR", "CALL", "AT", "STATUS", "REQUEST"]]
        + calls.map { call in
          let status = call["error"]?.string.map(clean) ?? text(call["http_status"])
          return [
            text(call["purpose"]), text(call["action"]), text(call["at"]), status, text(call["request_id"]),
          ]
        })
    if let state = result["after"]?.object ?? result["before"]?.object {
      let all = state.merging(result["details"]?.object ?? [:]) { first, _ in first }
      lines += ["", "STATE"] + table(all.map { ($0.key, text($0.value)) })
    }
    if let error = result["error"]?.object { lines += ["", "failed: \(text(error["message"]))"] }
    return lines
  }

  static func list(_ responses: [StoredResponse]) -> [String] {
    guard !responses.isEmpty else { return ["no responses"] }
    return columns(
      [["RESPONSE", "STATUS", "PLAYBOOK", "SUBJECT", "ASKED BY", "UPDATED"]]
        + responses.map {
          [$0.id, $0.status.rawValue, $0.playbook, $0.subject, $0.requester, $0.updated.description]
        })
  }

  // MARK: Options

  static func options(_ options: [ResponseOption]) -> [String] {
    guard !options.isEmpty else { return ["no playbook fits this alert"] }
    return columns(
      [["ACTION", "WHAT IT DOES", "SUBJECT"]]
        + options.map { [$0.playbook, $0.title, $0.subject.description] })
  }

  static func others(_ all: [ResponseOption], than playbook: String) -> [String] {
    let others = all.filter { $0.playbook != playbook }
    return others.isEmpty ? [] : ["", "Other actions for this alert:"] + options(others)
  }

  static func json(_ options: [ResponseOption]) -> JSON {
    .array(
      options.map {
        [
          "playbook": .string($0.playbook), "title": .string($0.title),
          "subject": ["kind": .string($0.subject.kind.rawValue), "name": .string($0.subject.name)],
        ]
      })
  }

  // MARK: Layout

  private static func text(_ value: JSON?) -> String {
    switch value {
    case nil, .null?: "-"
    case .string(let text)?: clean(text)
    case .some(let other): clean(JSONWriter.text(other))
    }
  }

  private static func table(_ rows: [(String, String)]) -> [String] {
    columns(rows.map { [clean($0.0), clean($0.1)] }, least: 8)
  }

  /// Rows in columns, the last of which is as wide as it is.
  private static func columns(_ rows: [[String]], least: Int = 0) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      max(least, rows.map { column < $0.count ? TextWidth.columns($0[column]) : 0 }.max() ?? 0)
    }
    return rows.map { row in
      row.enumerated().map { index, cell in
        index == row.count - 1 ? clean(cell) : TextWidth.fit(clean(cell), widths[index])
      }.joined(separator: "  ")
    }
  }
}
