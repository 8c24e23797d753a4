/// A part of a list that comes in pages.
public struct AWSPage<Item: Sendable>: Sendable {
  /// The items of this page.
  public let items: [Item]
  /// What the next page is asked for with; nil on the last page.
  public let nextToken: String?

  init(_ items: [Item], nextToken: String?) {
    self.items = items
    // Some services write an empty text instead of leaving the token out.
    self.nextToken = nextToken.flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// An operation that gives its answer in pages.
public protocol AWSPagedOperation: AWSOperation where Output == AWSPage<Item> {
  /// What the list is of.
  associatedtype Item: Sendable
  /// The token of the page before; nil for the first page.
  var nextToken: String? { get set }
}

extension AWSClient {
  /// All items of a list.
  ///
  /// - Parameters:
  ///   - operation: The operation, with or without a token to begin at.
  ///   - limit: No further page is asked for when there are this many items.
  /// - Returns: The items; at least `limit` when there may be more.
  /// - Throws: `AWSError`, also when a service gives the same token twice, which would go on for ever.
  public func all<Operation: AWSPagedOperation>(
    _ operation: Operation, limit: Int = 100_000
  ) async throws(AWSError) -> [Operation.Item] {
    var operation = operation
    var items: [Operation.Item] = []
    while true {
      let page = try await send(operation)
      items += page.items
      guard let token = page.nextToken, items.count < limit else { return items }
      guard token != operation.nextToken else {
        throw AWSError(
          kind: .malformedResponse, service: Operation.service.name, operation: operation.operationName,
          code: "MalformedResponse", message: "the service gives the same page again and again")
      }
      operation.nextToken = token
    }
  }
}
