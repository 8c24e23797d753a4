import Events
import Foundation
import GRDB

/// The digests of several tables together.
struct DigestSum {
  private struct Entry {
    var count: Int
    let table: Int
    let code: Int64
  }

  let request: EventOverviewRequest
  var unsearched = 0
  var hasRead = false
  private var total = 0
  private var bars: [Int64: Int] = [:]
  private var tables: [Partition] = []
  private var coded: [[Int: Entry]]
  private var texts: [[String: Int]]
  private var newest: LatestPlaces

  init(request: EventOverviewRequest) {
    self.request = request
    coded = Array(repeating: [:], count: request.fields.count)
    texts = Array(repeating: [:], count: request.fields.count)
    newest = LatestPlaces(limit: request.newest)
  }

  mutating func add(_ digest: EventDigest, _ partition: Partition) {
    total += digest.total
    bars.merge(digest.bars, uniquingKeysWith: +)
    for place in digest.newest { newest.add(place) }
    if tables.last?.id != partition.id { tables.append(partition) }
    let table = tables.count - 1
    for (field, tally) in digest.tallies.enumerated() {
      for value in tally.coded {
        coded[field][value.hash, default: Entry(count: 0, table: table, code: value.code)].count +=
          value.count
      }
      texts[field].merge(tally.texts, uniquingKeysWith: +)
    }
  }

  func overview(_ reader: StoreReader) throws -> EventOverview {
    var tops: [String: [TopValues.Value]] = [:]
    for (place, field) in request.fields.enumerated() {
      tops[field.path] = try top(coded[place], texts[place], reader)
    }
    var newest = newest
    return EventOverview(
      newest: newest.finish().reversed().map(\.seq), total: total,
      bars: bars.sorted { $0.key < $1.key }.map { (Timestamp(nanoseconds: $0.key), $0.value) }, tops: tops,
      unsearched: unsearched)
  }

  /// The most frequent values; of those with the same count the texts are needed, which are read.
  private func top(
    _ coded: [Int: Entry], _ texts: [String: Int], _ reader: StoreReader
  ) throws -> [TopValues.Value] {
    var texts = texts
    // Texts that were counted by hand belong to the numbers that other events have for them.
    var entries = coded
    for (text, count) in texts {
      let hash = OverviewTable.hash(text)
      guard entries[hash] != nil else { continue }
      entries[hash]?.count += count
      texts[text] = nil
    }
    let counts = (entries.values.map(\.count) + texts.values).sorted(by: >)
    guard request.values > 0, !counts.isEmpty else { return [] }
    let least = counts[min(request.values, counts.count) - 1]
    for entry in entries.values where entry.count >= least {
      texts[try text(entry, reader), default: 0] += entry.count
    }
    return TopValues(texts, limit: request.values, missing: 0, uncounted: 0).values
  }

  private func text(_ entry: Entry, _ reader: StoreReader) throws -> String {
    let sql = "SELECT text FROM \(tables[entry.table].terms) WHERE id = ?"
    let data = try reader.row(sql, [entry.code]) { $0[0] as Data }
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}
