import Events
import Foundation
import Storage
import TestSupport

/// A store in a folder of its own, with a clock.
final class TestStore {
  let folder: TemporaryFolder
  let clock: TestClock
  let store: Store

  init(
    clock: TestClock = TestClock(), folder: TemporaryFolder? = nil, maximumPages: Int? = nil,
    incidentGap: Int64 = 24 * 3_600_000_000_000, keepsAlertFacts: Bool = false
  ) throws {
    self.folder = try folder ?? TemporaryFolder()
    self.clock = clock
    store = try Store(
      folder: self.folder.url,
      options: Store.Options(
        now: { clock.now }, busyTimeout: 20, maximumPages: maximumPages, incidentGap: incidentGap,
        keepsAlertFacts: keepsAlertFacts))
  }

  /// Stores documents; each is JSON text. The identifiers are `0`, `1` and so on.
  @discardableResult
  func append(_ documents: [String]) throws -> [AppendResult] {
    let drafts = EventDrafts()
    return try store.write { writer in
      try documents.enumerated().map { number, text in
        try writer.append(Self.draft(text, id: "\(number)", drafts))
      }
    }
  }

  static func draft(
    _ text: String, id: String, index: String = "logs-test", _ drafts: EventDrafts = EventDrafts()
  ) throws -> EventDraft {
    var text = text
    return try text.withUTF8 { bytes in
      try Result { () throws(JSONError) in try drafts.document(bytes, id: id, index: index) }.get()
    }
  }

  /// The identifiers of the events of a selection, in its order.
  func ids(_ selection: EventSelection = EventSelection()) throws -> [String] {
    var found: [String] = []
    try store.read { reader in
      try reader.events(selection) {
        found.append($0.id)
        return true
      }
    }
    return found
  }
}

/// The time of an ISO 8601 text.
func time(_ text: String) -> Timestamp { Timestamp(text) ?? Timestamp(nanoseconds: 0) }
