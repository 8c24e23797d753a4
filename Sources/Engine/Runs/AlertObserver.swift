public import Events
public import OrderedCollections
public import Storage

/// Takes part in the transaction that stores a new alert: what it writes is stored together with the alert, or not at all.
public protocol AlertObserver: Sendable {
  /// An alert that is new is being stored.
  ///
  /// - Parameters:
  ///   - alert: The alert document.
  ///   - writer: The transaction.
  /// - Throws: What makes the transaction fail.
  func willStore(_ alert: JSONObject, _ writer: StoreWriter) throws

  /// Alerts were stored: the transaction is over.
  func didStore()
}

extension AlertObserver {
  /// Nothing.
  public func didStore() {}
}
