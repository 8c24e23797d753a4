import Events

/// Messages of Slack's incoming webhooks.
///
/// Sources: https://api.slack.com/messaging/webhooks, https://api.slack.com/reference/block-kit/blocks,
/// https://api.slack.com/reference/surfaces/formatting#escaping
enum SlackMessage {
  private static let longestHeader = 150
  private static let longestSection = 3000

  /// The message of a notice.
  static func message(_ notice: Notice, template: AlertTemplate?, version: String) -> JSON {
    let text = NoticeText(notice)
    let title = HeaderText.oneLine(text.subject)
    let body = template?.render(notice, version: version) ?? text.lines.joined(separator: "\n")
    let section = HeaderText.cut(escape(body), longestSection)
    return [
      // The text is what notifications of devices show.
      "text": .string(escape(HeaderText.cut(title, longestSection))),
      "blocks": [
        [
          "type": "header",
          "text": [
            "type": "plain_text", "text": .string(HeaderText.cut(title, longestHeader)), "emoji": false,
          ],
        ], ["type": "section", "text": ["type": "mrkdwn", "text": .string(section), "verbatim": true]],
      ],
    ]
  }

  /// Text that is no markup: nothing in it mentions somebody or becomes a link.
  static func escape(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
