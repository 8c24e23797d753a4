/// Fills variables of policies such as `${aws:username}`.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
enum PolicyVariables {
  struct Missing: Error {
    let message: String
  }

  /// The text with its variables filled. A variable may name a default: `${aws:username, 'nobody'}`.
  static func fill(_ text: String, _ context: RequestContext) -> Result<String, Missing> {
    guard text.contains("${") else { return .success(text) }
    var (result, rest) = ("", text[...])
    while let open = rest.firstRange(of: "${"), let close = rest[open.upperBound...].firstIndex(of: "}") {
      result += rest[..<open.lowerBound]
      let inner = rest[open.upperBound..<close]
      rest = rest[rest.index(after: close)...]
      // `${*}`, `${?}` and `${$}` stand for the character itself.
      if ["*", "?", "$"].contains(inner) {
        result += inner
        continue
      }
      let parts = inner.split(separator: ",", maxSplits: 1)
      let key = parts.first.map { String($0).filter { !$0.isWhitespace } } ?? ""
      let preset = parts.count > 1 ? parts[1].filter { $0 != "'" }.drop { $0 == " " } : nil
      guard let values = context.values(key) else {
        return .failure(Missing(message: "the event does not say \(key), which a variable asks for"))
      }
      if values.count == 1 {
        result += values[0]
      } else if let preset {
        result += preset
      } else {
        return .failure(
          Missing(message: "the request has no single value of \(key), which a variable asks for"))
      }
    }
    return .success(result + rest)
  }
}
