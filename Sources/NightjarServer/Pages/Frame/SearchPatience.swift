import HTTPTypes
import Hummingbird

/// How long a page searches before it shows what it has and says what remains.
enum SearchPatience {
  /// A script that goes on with a search behind a page that is shown already can wait longer than a person.
  private static let ofScripts = Duration.seconds(1)

  /// When the search of a request ends.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - usual: How long people wait.
  /// - Returns: The point in time.
  static func deadline(_ request: Request, usual: Duration) -> ContinuousClock.Instant {
    .now + (request.headers[.goesOn] == nil ? usual : ofScripts)
  }
}
