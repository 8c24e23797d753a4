import Events
import Query
import TestSupport
import Testing

@testable import Detection

@Suite struct CollapsedRowsTests {
  private struct Key: Hashable {
    let period: Int64
    let values: [Value]
  }

  /// Rows of two tables that are put together, as two threads would have them, are those of a plain dictionary.
  @Test func equalRowsOfAPeriodAreOneWithTheEarliestTime() {
    var random = SplitMix(state: 3)
    var expected: [Key: Int64] = [:]
    var values = [ValueTable(fields: 2), ValueTable(fields: 2)]
    // There is room for a quarter more rows than there can be different ones, not for all that are kept twice.
    let room = 30 * 30 * 7 * 5 / 4
    var rows = [CollapsedRows(maximumRows: room), CollapsedRows(maximumRows: room)]
    for half in rows.indices { rows[half].open(4, fields: [0, 1]) }
    for _ in 0..<20_000 {
      let half = Int.random(in: 0...1, using: &random)
      let row: [Value] = (0...1).map { _ in .text("v\(Int.random(in: 0..<30, using: &random))") }
      let time = Int64.random(in: 0..<20, using: &random) * AnomalyJob.bucket / 3
      rows[half].add(
        (values[half].number(0, of: row[0]), values[half].number(1, of: row[1])), time: time, rule: 4)
      let key = Key(period: time / AnomalyJob.bucket, values: row)
      expected[key] = min(expected[key] ?? .max, time)
    }
    rows[1].settle()
    rows[0].add(rows[1], values[0].take(values[1]))
    var found: [Key: Int64] = [:]
    for row in rows[0].rows(of: 4, values[0]) {
      let time = row.time ?? -1
      let key = Key(period: time / AnomalyJob.bucket, values: row.values)
      found[key] = min(found[key] ?? .max, time)
    }
    let isRight = found == expected
    #expect(isRight)
    #expect(rows[0].refused(of: 4) == 0 && rows[0].rows(of: 5, values[0]).isEmpty)
    #expect(rows[0].count(of: 4) == 20_000)
  }

  /// Rows that found no room are counted.
  @Test func aFullTableRefusesFurtherRows() {
    var values = ValueTable(fields: 1)
    var rows = CollapsedRows(maximumRows: 2)
    rows.open(0, fields: [0])
    for (text, period) in [("a", 0), ("a", 1), ("a", 0), ("b", 0), ("a", 1)] {
      rows.add(
        (values.number(0, of: .text(text)), 0), time: Int64(period) * AnomalyJob.bucket, rule: 0)
    }
    rows.settle()
    #expect(rows.rows(of: 0, values).count == 2)
    #expect(rows.refused(of: 0) == 1)
  }
}
