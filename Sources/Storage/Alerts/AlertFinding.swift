public import Events
import OrderedCollections
import Query

/// The alerts that a search finds, of which pages, counts and histograms are asked without searching again. It is valid
/// where its reader is.
public struct AlertFinding {
  private let reader: StoreReader
  private let search: AlertSearch
  private let selection: FactSelection?

  init(_ reader: StoreReader, _ search: AlertSearch, until deadline: ContinuousClock.Instant?) throws {
    self.reader = reader
    self.search = search
    selection = try FactSelection(reader, search, until: deadline)
  }

  /// How many alerts could match and were not looked at, since there was no time left. What was looked at is remembered:
  /// the same search goes on where it ended.
  public var unsearched: Int { selection?.unsearched ?? 0 }

  /// How many alerts match, of those that were looked at.
  ///
  /// - Throws: `StoreError`.
  public func count() throws -> Int {
    if let selection { return selection.places.count }
    return try AlertScan(reader, search).count()
  }

  /// The page that the search asks for.
  ///
  /// - Throws: `StoreError`.
  public func page() throws -> AlertPage {
    guard let selection else { return try reader.scannedPage(search) }
    let documents = try AlertDocuments(reader)
    let alerts = try selection.page(search).map { place in
      let seq = selection.facts.seqs[Int(place)]
      guard let alert = try documents.alert(seq: seq) else {
        throw StoreError(.corrupt, "alert \(seq) is missing")
      }
      return alert
    }
    return AlertPage(total: selection.places.count, alerts: alerts)
  }

  /// As `StoreReader.alertCounts`.
  ///
  /// - Throws: `StoreError`.
  public func counts(by fields: [String], limit: Int = 100) throws -> [AlertBucket] {
    guard (1...3).contains(fields.count) else {
      throw StoreError(.refused, "alerts can be counted by one, two or three fields")
    }
    if let selection {
      if let buckets = selection.buckets(by: fields, limit: limit) { return buckets }
      return try reader.documentCounts(by: fields, limit: limit) { body in
        let documents = try AlertDocuments(reader)
        for place in selection.places {
          if let document = try documents.shown(seq: selection.facts.seqs[Int(place)]) { body(document) }
        }
      }
    }
    return try reader.scannedCounts(by: fields, search, limit: limit)
  }

  /// As `StoreReader.alertHistogram`.
  ///
  /// - Throws: `StoreError`.
  public func histogram(
    interval: Int64
  ) throws -> [(start: Timestamp, counts: [AlertSeverity: Int])] {
    guard interval > 0 else { throw StoreError(.refused, "an interval must be longer than nothing") }
    let counts = try selection?.histogram(interval) ?? reader.scannedHistogram(interval, search)
    return counts.sorted { $0.key < $1.key }.map { (Timestamp(nanoseconds: $0.key), $0.value) }
  }
}

extension StoreReader {
  /// The most frequent values of a field: of all alerts where columns say them, and of the latest ones otherwise.
  ///
  /// - Parameters:
  ///   - field: The dotted path of the field.
  ///   - latest: So many alerts are looked at.
  ///   - limit: The most values.
  /// - Returns: The values, and how many alerts were looked at; nil for all.
  /// - Throws: `StoreError`.
  public func frequentAlertValues(
    of field: String, latest: Int, limit: Int
  ) throws -> (values: [AlertBucket], lookedAt: Int?) {
    let search = AlertSearch(includesBuildingBlocks: true)
    if let selection = try FactSelection(self, search, until: nil),
      let buckets = selection.buckets(by: [field], limit: limit)
    {
      return (buckets, nil)
    }
    var count = 0
    let buckets = try documentCounts(by: [field], limit: limit) { body in
      try AlertScan(self, search).forEach(page: (0, latest)) { _, document in
        body(try document())
        count += 1
        return true
      }
    }
    return (buckets, count < latest ? nil : count)
  }
}
