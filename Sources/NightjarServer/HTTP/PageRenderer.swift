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
