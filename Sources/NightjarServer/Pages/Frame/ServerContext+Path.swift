import Foundation
import Hummingbird

extension ServerContext {
  /// A part of the path as text.
  ///
  /// - Throws: `HTTPError` when the route has no such part.
  func pathText(_ name: String) throws -> String {
    let raw = try parameters.require(name)
    return raw.removingPercentEncoding ?? raw
  }
}
