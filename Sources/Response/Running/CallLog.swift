public import AWS
import Crypto
import Events
import OrderedCollections

/// Makes the calls of one playbook and keeps a record of each. A call that the playbook does not declare is not made.
public actor CallLog {
  /// A list that does not end is given up after so many pages.
  private static let pageLimit = 20

  private let client: AWSClient
  private let declared: Set<String>
  private let now: @Sendable () -> Timestamp
  /// What the calls are made for at present.
  private(set) var purpose = CallRecord.Purpose.identify
  /// The calls so far.
  private(set) var records: [CallRecord] = []

  init(client: AWSClient, permissions: [Permission], now: @escaping @Sendable () -> Timestamp) {
    self.client = client
    declared = Set(permissions.map(\.action)).union([Permission.identity])
    self.now = now
  }

  /// Says what the following calls are made for.
  func begin(_ purpose: CallRecord.Purpose) { self.purpose = purpose }

  /// Makes a call.
  ///
  /// - Parameter operation: The call.
  /// - Returns: What it gives.
  /// - Throws: `AWSError`.
  public func send<Operation: AWSOperation>(
    _ operation: Operation
  ) async throws(AWSError) -> Operation.Output {
    let action = OperationName.action(operation)
    guard declared.contains(action) else {
      throw AWSError(
        kind: .configuration, service: Operation.service.name, operation: operation.operationName,
        code: "Undeclared", message: "the playbook does not declare \(action)")
    }
    let at = now()
    let response: AWSResponse
    do throws(AWSError) {
      response = try await client.response(to: operation)
    } catch {
      note(operation, client.region, at, error)
      throw error
    }
    note(operation, client.region, at, response)
    return try client.decode(operation, response)
  }

  /// All items of a list.
  ///
  /// - Throws: `AWSError`, also when the list does not end.
  public func all<Operation: AWSPagedOperation>(
    _ operation: Operation
  ) async throws(AWSError) -> [Operation.Item] {
    var operation = operation
    var items: [Operation.Item] = []
    for _ in 0..<Self.pageLimit {
      let page = try await send(operation)
      items += page.items
      guard let token = page.nextToken else { return items }
      operation.nextToken = token
    }
    throw AWSError(
      kind: .malformedResponse, service: Operation.service.name, operation: operation.operationName,
      code: "TooManyPages", message: "the list has more than \(Self.pageLimit) pages")
  }

  private func note(
    _ operation: some AWSOperation, _ region: String, _ at: Timestamp, _ response: AWSResponse
  ) {
    let text =
      response.body.count <= CallRecord.answerLimit ? String(validating: response.body, as: UTF8.self) : nil
    add(
      operation, region, at, requestID: response.requestID, status: response.status, failure: nil,
      answerHash: SHA256.hash(data: response.body).hexadecimal, answer: text)
  }

  private func note(_ operation: some AWSOperation, _ region: String, _ at: Timestamp, _ error: AWSError) {
    add(
      operation, region, at, requestID: error.requestID, status: error.status,
      failure: String("\(error.code): \(error.message)".prefix(2000)), answerHash: nil, answer: nil)
  }

  private func add(
    _ operation: some AWSOperation, _ region: String, _ at: Timestamp, requestID: String?, status: Int?,
    failure: String?, answerHash: String?, answer: String?
  ) {
    records.append(
      CallRecord(
        purpose: purpose, action: OperationName.action(operation),
        parameters: OperationName.parameters(operation), region: region, at: at, requestID: requestID,
        status: status, failure: failure, answerHash: answerHash, answer: answer))
  }
}
