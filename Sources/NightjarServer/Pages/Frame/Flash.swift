/// What a page says about the action that led to it. The address names it by a code, so that no link can put words in the
/// server's mouth.
struct Flash {
  /// The words.
  let text: String

  private static let words: [String: String] = [
    "acknowledged": "acknowledged", "closed": "closed", "opened": "opened again", "tagged": "tagged",
    "untagged": "untagged", "assigned": "assigned", "unassigned": "unassigned", "noted": "noted",
  ]

  private static let sentences: [String: String] = [
    "saved": "Saved.", "removed": "Removed.", "enabled": "Switched on.", "disabled": "Switched off.",
    "reverted": "The earlier version is current again.", "ran": "The rule has run.",
    "not-run": "The rule does not run, or is running already.", "filled": "The period has been run again.",
    "planned": "The plan is ready: read it, then approve it.", "approved": "Approved.",
    "executed": "Carried out; the result is below.", "undone": "Planned to be taken back.",
    "demo": "The sample is stored, and the rules have looked at it.", "password": "The password is changed.",
  ]

  /// The message of an address's parameters `done` and `n`; nil when there is none.
  init?(_ parameters: FormBody) {
    guard let code = parameters["done"] else { return nil }
    if let sentence = Self.sentences[code] {
      text = sentence
      return
    }
    guard let word = Self.words[code], let count = parameters["n"].flatMap(Int.init), count >= 0 else {
      return nil
    }
    text = "\(count) \(count == 1 ? "alert" : "alerts") \(word)."
  }
}
