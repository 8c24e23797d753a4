import AWS
import Events
import OrderedCollections

/// Imports alerts as findings of Security Hub. Digests and tests are no findings, and are taken without a word.
struct SecurityHubSink: Sink {
  let settings: SecurityHubSettings
  let surroundings: SinkSurroundings

  func send(_ notice: Notice) async throws(SinkError) {
    guard
      let finding = ASFFFinding.finding(
        notice, settings: settings, version: surroundings.version, now: surroundings.now())
    else { return }
    let imported = try await AWSSinks.send(
      BatchImportFindings(findings: [finding]), AWSSinks.client(surroundings, settings.region))
    if let failure = imported.failures.first {
      throw .permanent("Security Hub refused the finding: \(failure.code): \(failure.message)")
    }
  }
}
