import Events
import Foundation
import TestSupport

/// The files that `scripts/aws-signatures.py` writes.
enum Fixture {
  static func rows(_ name: String) throws -> [JSON] {
    let file = SharedData.repository.appending(path: "Tests/AWSTests/Fixtures/\(name)")
    return try JSONReader.read(try SharedData.bytes(file)).array ?? []
  }
}
