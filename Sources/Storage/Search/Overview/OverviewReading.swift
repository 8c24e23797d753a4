import Events
import Foundation
import GRDB
import Query

/// Makes an overview of the digests of tables, the newest first; what is not known yet is read.
struct OverviewReading {
  let reader: StoreReader
  let request: EventOverviewRequest
  let cache: EventDigestCache?
  let deadline: ContinuousClock.Instant?

  /// Where events must be read, a table is read in parts of so many.
  private static let partLength: Int64 = 16_384

  /// The overview.
  ///
  /// - Throws: `StoreError`.
  func overview() throws -> EventOverview {
    let selection = EventSelection(
      condition: request.condition, time: request.time, order: .timeDescending, types: request.types)
    let sql = SelectionSQL(reader: reader, selection: selection)
    var sum = DigestSum(request: request)
    var isOver = false
    for partition in try reader.partitions().filter(sql.canContain).reversed() {
      let table = try OverviewTable(reader: reader, request: request, partition: partition)
      for part in table.parts(length: Self.partLength) {
        let key = key(partition, part)
        if let known = cache?.digest(key) {
          sum.add(known, partition)
          continue
        }
        // At least one part is read, so that every question comes to an end.
        isOver = isOver || (sum.hasRead && deadline.map { ContinuousClock.now >= $0 } ?? false)
        guard !isOver else {
          sum.unsearched += table.size(of: part)
          continue
        }
        let digest = try table.digest(part)
        sum.hasRead = true
        cache?.keep(digest, key)
        sum.add(digest, partition)
      }
    }
    return try sum.overview(reader)
  }

  private func key(_ partition: Partition, _ part: Range<Int64>?) -> EventDigestCache.Key {
    let time = request.time.lowerBound.nanoseconds...request.time.upperBound.nanoseconds
    let isWhole = partition.time.map { time.lowerBound <= $0.lowerBound && time.upperBound >= $0.upperBound }
    return EventDigestCache.Key(
      partition: partition.id, rows: partition.rows, lastSeq: partition.seq?.upperBound ?? 0, part: part,
      clipped: isWhole ?? false ? nil : time,
      question: EventDigestCache.Question(
        condition: request.condition, types: request.types, interval: request.interval,
        fields: request.fields,
        newest: request.newest))
  }
}
