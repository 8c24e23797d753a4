import Engine
import Events
import Evidence
import OrderedCollections
import Storage

extension ServerServices {
  /// Carries out the guide of an alert over the store, with the policies of its principal where AWS is configured.
  ///
  /// - Throws: `EvidenceError` when the store cannot answer.
  func investigate(_ alert: StoredAlert) async throws -> CaseReport {
    let edition = engine.rules.edition
    var options = Investigation.Options()
    options.now = now()
    options.exceptions = edition.exceptions
    let investigation = Investigation(
      source: StoreEvidenceSource(store), rules: edition.rules, options: options)
    let prepared =
      if let policies {
        try await investigation.prepared(for: alert.document, with: policies)
      } else {
        investigation
      }
    return try await blocking { try prepared.report(on: alert.document) }
  }
}
