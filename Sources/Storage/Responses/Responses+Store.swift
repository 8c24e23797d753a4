public import Events
import GRDB

extension StoreReader {
  /// A response by its identifier; nil when there is none.
  ///
  /// - Throws: `StoreError`.
  public func response(_ id: String) throws -> StoredResponse? {
    let approvals = try responseApprovals(id)
    return try row("SELECT \(StoredResponse.columns) FROM responses WHERE id = ?", [id]) {
      try StoredResponse(row: $0, approvals: approvals)
    }
  }

  /// Responses, the newest first.
  ///
  /// - Parameters:
  ///   - alert: Only those to this alert.
  ///   - status: Only those with this status.
  ///   - before: Only those with a smaller `seq`.
  ///   - limit: The most responses.
  /// - Returns: The responses.
  /// - Throws: `StoreError`.
  public func responses(
    alert: String? = nil, status: ResponseStatus? = nil, before: Int64 = .max, limit: Int = 100
  ) throws -> [StoredResponse] {
    let ids: [String] = try rows(
      """
      SELECT id FROM responses
      WHERE seq < ?1 AND (?2 IS NULL OR alert = ?2) AND (?3 IS NULL OR status = ?3) ORDER BY seq DESC LIMIT ?4
      """, [before, alert, status?.rawValue, limit]
    ) { $0[0] }
    return try ids.compactMap { try response($0) }
  }

  /// The responses that take another one back, the newest first.
  ///
  /// - Throws: `StoreError`.
  public func undos(of id: String) throws -> [StoredResponse] {
    let ids: [String] = try rows("SELECT id FROM responses WHERE undoes = ? ORDER BY seq DESC", [id]) {
      $0[0]
    }
    return try ids.compactMap { try response($0) }
  }

  /// How many responses began to be carried out after a time.
  ///
  /// - Throws: `StoreError`.
  public func responseCount(executedAfter time: Timestamp, automatic: Bool) throws -> Int {
    try integer(
      "SELECT count(*) FROM responses WHERE executed > ? AND automatic = ?", [time.nanoseconds, automatic])
  }

  /// The automatic response with a playbook to an alert, whatever became of it; nil when there is none.
  ///
  /// - Throws: `StoreError`.
  public func automaticResponse(alert: String, playbook: String) throws -> StoredResponse? {
    let id = try row(
      "SELECT id FROM responses WHERE alert = ? AND playbook = ? AND automatic AND undoes IS NULL ORDER BY seq",
      [alert, playbook]
    ) { $0[0] as String }
    return try id.flatMap { try response($0) }
  }

  private func responseApprovals(_ id: String) throws -> [ResponseApproval] {
    try rows(
      "SELECT actor, plan_hash, at FROM response_approvals WHERE response = ? ORDER BY at, actor", [id]
    ) { ResponseApproval(actor: $0[0], planHash: $0[1], at: Timestamp($0[2] as Int64)) }
  }
}

extension StoreWriter {
  /// Stores a response.
  ///
  /// - Throws: `StoreError`.
  public func insertResponse(_ draft: ResponseDraft) throws {
    try execute(
      """
      INSERT INTO responses
        (id, alert, playbook, subject, account, status, undoes, requester, automatic, plan, result, created, updated)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        draft.id, draft.alert, draft.playbook, draft.subject, draft.account, draft.status.rawValue,
        draft.undoes, draft.requester, draft.isAutomatic, StoredText.text(draft.plan),
        draft.result.map(StoredText.text), now.nanoseconds, now.nanoseconds,
      ])
  }

  /// Stores that somebody agrees to a response.
  ///
  /// - Returns: False when the same actor agreed before.
  /// - Throws: `StoreError`.
  public func insertResponseApproval(_ id: String, actor: String, planHash: String) throws -> Bool {
    try execute(
      """
      INSERT INTO response_approvals (response, actor, plan_hash, at) VALUES (?, ?, ?, ?)
      ON CONFLICT (response, actor) DO NOTHING
      """, [id, actor, planHash, now.nanoseconds]) == 1
  }

  /// Changes the status of a response that has another one.
  ///
  /// - Parameters:
  ///   - id: The response.
  ///   - status: The new status.
  ///   - expected: The statuses that it may have now.
  ///   - result: What became of it; nil leaves what is stored.
  /// - Returns: Whether it had one of these statuses; otherwise nothing was changed.
  /// - Throws: `StoreError`.
  public func setResponse(
    _ id: String, to status: ResponseStatus, from expected: [ResponseStatus], result: JSON? = nil
  ) throws -> Bool {
    guard let present = try response(id), expected.contains(present.status) else { return false }
    try execute(
      "UPDATE responses SET status = ?, result = coalesce(?, result), updated = ? WHERE id = ?",
      [status.rawValue, result.map(StoredText.text), now.nanoseconds, id])
    return true
  }

  /// Takes a response that is to be carried out, so that nobody else carries it out as well.
  ///
  /// - Parameters:
  ///   - id: The response.
  ///   - abandoned: A response that has been carried out since before this time may be taken again: whoever took it is
  ///     gone.
  /// - Returns: Whether it could be taken.
  /// - Throws: `StoreError`.
  public func claimResponse(_ id: String, abandonedBefore abandoned: Timestamp) throws -> Bool {
    try execute(
      """
      UPDATE responses SET status = 'executing', updated = ?1, executed = coalesce(executed, ?1)
      WHERE id = ?2 AND (status = 'approved' OR (status IN ('executing', 'executed') AND updated < ?3))
      """, [now.nanoseconds, id, abandoned.nanoseconds]) == 1
  }
}
