import Events
import Foundation

/// A message of mail: text, and the alert as an attached file.
///
/// Formats: RFC 5322 (headers), RFC 2045 to 2047 (MIME, encoded words).
struct MIMEMessage {
  let from: MailAddress
  let to: [MailAddress]
  let subject: String
  let text: String
  /// The content and the name of the attached file; nil for none.
  let attachment: (name: String, content: [UInt8])?
  /// What makes the message the same one when it is sent again.
  let identifier: String
  let date: Timestamp

  private static let longestSubject = 200
  private static let lineBytes = 76

  /// The message, with lines that end in CR LF.
  var bytes: [UInt8] {
    let boundary = "nightjar-\(identifier)"
    var lines = [
      "From: \(Self.header(from))", "To: \(to.map(Self.header).joined(separator: ",\r\n "))",
      "Subject: \(Self.encoded(HeaderText.cut(HeaderText.oneLine(subject), Self.longestSubject)))",
      "Date: \(Self.date(date))", "Message-ID: <\(identifier)@\(from.domain)>", "MIME-Version: 1.0",
      // Answers of machines are not wanted (RFC 3834).
      "Auto-Submitted: auto-generated",
    ]
    let part =
      ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", ""]
      + Self.base64(Array(Self.lines(text).utf8))
    if let attachment {
      lines += ["Content-Type: multipart/mixed;\r\n boundary=\"\(boundary)\"", "", "--\(boundary)"] + part
      lines += [
        "--\(boundary)", "Content-Type: application/json; charset=utf-8", "Content-Transfer-Encoding: base64",
        "Content-Disposition: attachment; filename=\"\(attachment.name)\"", "",
      ]
      lines += Self.base64(attachment.content) + ["--\(boundary)--"]
    } else {
      lines += part
    }
    return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
  }

  // MARK: Headers

  private static func header(_ address: MailAddress) -> String {
    guard let name = address.name else { return address.address }
    return "\(encoded(name, asPhrase: true)) <\(address.address)>"
  }

  /// Text in a header: plain ASCII as it is, anything else as encoded words of at most 75 characters.
  static func encoded(_ text: String, asPhrase: Bool = false) -> String {
    let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
    if isPlain, !asPhrase { return folded(text) }
    if isPlain {
      let quoted = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      return "\"\(quoted)\""
    }
    var words: [[UInt8]] = [[]]
    for character in text {
      let bytes = Array(String(character).utf8)
      // A character is not divided between words, unless it alone is too long.
      for chunk in stride(from: 0, to: bytes.count, by: 45).map({ bytes[$0..<min($0 + 45, bytes.count)] }) {
        if let last = words.last, last.count + chunk.count > 45 { words.append([]) }
        words[words.count - 1] += chunk
      }
    }
    return words.map { "=?utf-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
  }

  /// Long headers go on in a further line, at a space.
  private static func folded(_ text: String) -> String {
    var lines = [""]
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let line = lines[lines.count - 1]
      if line.isEmpty {
        lines[lines.count - 1] += word
      } else if line.utf8.count + word.utf8.count < lineBytes - 10 || word.isEmpty {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\r\n ")
  }

  /// The time as RFC 5322 writes it, in UTC.
  static func date(_ time: Timestamp) -> String {
    let (days, rest) = time.daysAndRest
    let (year, month, day) = Timestamp.date(days: days)
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let seconds = rest / 1_000_000_000
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map(two).joined(separator: ":")
    let weekday = weekdays[Int(((days % 7) + 7) % 7)]
    return "\(weekday), \(day) \(months[Int(month) - 1]) \(year) \(clock) +0000"
  }

  // MARK: Bodies

  private static func lines(_ text: String) -> String {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: "\r\n")
  }

  private static func base64(_ bytes: [UInt8]) -> [String] {
    let text = Array(Data(bytes).base64EncodedString().utf8)
    return stride(from: 0, to: text.count, by: lineBytes).map {
      String(decoding: text[$0..<min($0 + lineBytes, text.count)], as: UTF8.self)
    }
  }
}
