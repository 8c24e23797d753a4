import Events
import OrderedCollections
import Rules

/// Notices in the forms that programs get.
struct Payload {
  /// The version of the program.
  let version: String

  /// The media type and the bytes.
  func render(_ notice: Notice, _ format: PayloadFormat) -> (type: String, bytes: [UInt8]) {
    switch format {
    case .native: ("application/json", Array(JSONWriter.text(native(notice)).utf8))
    case .ocsf: ("application/json", Array(JSONWriter.text(ocsf(notice)).utf8))
    case .text: ("text/plain; charset=utf-8", Array(line(notice).utf8))
    }
  }

  /// Our own form.
  func native(_ notice: Notice) -> JSON {
    var members: JSONObject = [
      "kind": .string(notice.kind.rawValue), "id": .string(notice.id),
      "text": .string(NoticeText(notice).subject), "product": "nightjar", "version": .string(version),
    ]
    if !notice.alert.isEmpty { members["alert"] = .object(notice.alert) }
    if let digest = notice.digest { members["digest"] = digest.json }
    if notice.held > 0 { members["held_back"] = .number(JSONNumber(notice.held)) }
    return .object(members)
  }

  private func ocsf(_ notice: Notice) -> JSON {
    switch notice.kind {
    case .alert: OCSFDetectionFinding.finding(notice.alert, version: version)
    case .closed: OCSFDetectionFinding.finding(notice.alert, version: version, activity: .close)
    case .digest, .test: native(notice)
    }
  }

  /// Everything in one line.
  func line(_ notice: Notice) -> String {
    let text = NoticeText(notice)
    return HeaderText.oneLine(([text.subject] + text.lines).joined(separator: "; "))
  }
}
