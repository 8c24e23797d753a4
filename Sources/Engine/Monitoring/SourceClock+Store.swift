import Events
import OrderedCollections
import Storage

extension SourceClock {
  private static let checkpoint = "sources"

  /// Reads when sources were last heard of.
  ///
  /// - Throws: `StoreError`; `JSONError` when what was stored is no JSON.
  func load(_ store: Store) throws {
    guard let text = try store.read({ try $0.checkpoint(Self.checkpoint) }) else { return }
    for row in try JSONReader.read(text).array ?? [] {
      guard let account = row["account"]?.string, let region = row["region"]?.string,
        let time = row["last"]?.string.flatMap({ Timestamp($0) })
      else { continue }
      note([Source(account: account, region: region)], at: time)
    }
  }

  /// Stores when sources were last heard of, if that changed.
  ///
  /// - Throws: `StoreError`.
  func save(_ store: Store) throws {
    let rows = arrivals.sorted { ($0.key.account, $0.key.region) < ($1.key.account, $1.key.region) }.map {
      source, time -> JSON in
      [
        "account": .string(source.account), "region": .string(source.region),
        "last": .string(time.description),
      ]
    }
    let text = JSONWriter.text(.array(rows))
    guard try store.read({ try $0.checkpoint(Self.checkpoint) }) != text else { return }
    try store.write { try $0.setCheckpoint(Self.checkpoint, to: text) }
  }
}
