/// Renders the pages that the server itself needs: to sign in, to set up, and for failures.
public protocol PageRenderer: Sendable {
  /// The page to sign in.
  ///
  /// - Parameters:
  ///   - failure: Why the last try failed; nil at first.
  ///   - next: The path to go to afterwards.
  /// - Returns: The page. Its form posts `name`, `password` and `next` to `/sign-in`.
  func signIn(failure: String?, next: String) -> String

  /// The page to make the first user. Its form posts `token`, `name` and `password` to `/set-up`.
  func setUp(token: String, failure: String?) -> String

  /// The page for a failure.
  func failure(_ failure: APIFailure, identity: Identity?) -> String
}

/// Pages without any style, for a server without a web interface.
struct PlainPages: PageRenderer {
  func signIn(failure: String?, next: String) -> String {
    page(
      "Sign in",
      """
      \(message(failure))<form method="post" action="/sign-in"><input type="hidden" name="next" value="\(escaped(next))">
      <label>Name <input name="name" autocomplete="username" required></label>
      <label>Password <input type="password" name="password" autocomplete="current-password" required></label>
      <button>Sign in</button></form>
      """)
  }

  func setUp(token: String, failure: String?) -> String {
    page(
      "Set up",
      """
      \(message(failure))<form method="post" action="/set-up"><input type="hidden" name="token" value="\(escaped(token))">
      <label>Name <input name="name" autocomplete="username" required></label>
      <label>Password <input type="password" name="password" autocomplete="new-password" required></label>
      <button>Make the first user</button></form>
      """)
  }

  func failure(_ failure: APIFailure, identity: Identity?) -> String {
    page("\(failure.status)", "<p>\(escaped(failure.reason))</p>")
  }

  private func message(_ failure: String?) -> String {
    failure.map { "<p role=\"alert\">\(escaped($0))</p>" } ?? ""
  }

  private func page(_ title: String, _ body: String) -> String {
    """
    <!doctype html><html lang="en"><head><meta charset="utf-8"><title>\(title) · Nightjar</title></head>
    <body><h1>\(title)</h1>\(body)</body></html>
    """
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }
}
