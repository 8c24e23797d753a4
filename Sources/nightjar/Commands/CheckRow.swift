import Detection
import Events

/// One line of `rules check`.
struct CheckRow {
  let ruleID: String
  let name: String
  let type: String
  let path: String
  let status: RuleCheck.Status
  let reason: String?
  let notes: [String]

  var json: JSON {
    [
      "rule_id": .string(ruleID), "name": .string(name), "type": .string(type), "path": .string(path),
      "status": .string(status.rawValue), "reason": reason.map { .string($0) } ?? .null,
      "notes": .array(notes.map { .string($0) }),
    ]
  }

  func line(verbose: Bool) -> String {
    let label = name.isEmpty ? path : "\(path): \(name)"
    let verdict = reason.map { "\(status.rawValue) (\($0))" } ?? status.rawValue
    let lines = ["\(verdict)  \(label)"] + (verbose ? notes.map { "    note: \($0)" } : [])
    return lines.joined(separator: "\n")
  }
}
