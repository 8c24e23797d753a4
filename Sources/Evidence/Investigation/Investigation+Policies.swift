public import Events
public import OrderedCollections

extension Investigation {
  /// The same investigation with the policies of an alert's principal, read from where they are, and with what IAM's own
  /// simulator says where it can be asked. What cannot be read is said in the report.
  ///
  /// - Parameters:
  ///   - document: The alert.
  ///   - policies: Where policies are.
  /// - Returns: The investigation.
  /// - Throws: `EvidenceError` when the source of events cannot answer.
  public func prepared(
    for document: JSONObject, with policies: any PolicySource
  ) async throws(EvidenceError) -> Investigation {
    let facts = try sourceEvent(of: AlertDocument(document), in: source).0
    guard let principal = facts.actor.principalARN, !facts.actor.isService, facts.actor.type != "Root" else {
      return self
    }
    var prepared = self
    do throws(EvidenceError) {
      prepared.options.policies = try await policies.library(for: principal)
    } catch {
      prepared.options.policyProblems.append("the policies of \(principal) were not read: \(error.message)")
    }
    do throws(EvidenceError) {
      prepared.options.simulation = try await policies.simulate(RequestContext(facts))
    } catch {
      prepared.options.policyProblems.append("the simulator of IAM was not asked: \(error.message)")
    }
    return prepared
  }
}
