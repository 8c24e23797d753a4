import Events
import Foundation
import GRDB
import Storage

extension EventBench {
  /// Stores the same events with all indexes, and then without one of them at a time.
  func indexes() throws {
    // Without the index on identities nothing would be told apart; it is not tried.
    let names = ["time", "action", "user", "address", "access_key"]
    for name in [nil] + names.map(Optional.some) {
      let folder = folder.appending(path: name ?? "all")
      let bench = EventBench(folder: folder, count: count)
      let store = try Store(folder: folder, options: options)
      // The first event makes the table of the day.
      var records = records
      _ = try store.write { try $0.append(records.draft()) }
      if let name {
        let queue = try DatabaseQueue(path: folder.appending(path: Store.fileName).path)
        let table = "events_20261014_\(name)"
        try queue.write { try $0.execute(sql: "DROP INDEX \(table)") }
        try queue.close()
      }
      try bench.append(store, name: name.map { "append without index on \($0)" } ?? "append with all indexes")
      Measure.print("  file, bytes an event", Double(try store.size().total) / Double(count), "B")
      try store.close()
    }
  }
}
