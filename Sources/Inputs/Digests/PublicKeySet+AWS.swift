public import AWS
public import CloudTrail
import Events
import Foundation

extension PublicKeySet {
  /// Asks CloudTrail for the keys that signed digests, in the home region of each trail.
  ///
  /// - Parameters:
  ///   - digests: The digests.
  ///   - client: The client of AWS.
  /// - Returns: The keys of the time from an hour before the first digest to two hours after the last one; backfill digests
  ///   are signed later, and so until now.
  /// - Throws: When CloudTrail does not give them.
  public static func ofCloudTrail(
    for digests: [DigestListing], client: AWSClient
  ) async throws(DigestSourceError) -> PublicKeySet {
    var keys = PublicKeySet()
    for (region, group) in Dictionary(grouping: digests, by: \.key.chain.homeRegion) {
      let ends = group.map(\.key.end.nanoseconds)
      guard let first = ends.min(), let last = ends.max() else { continue }
      let hasBackfill = group.contains { $0.key.chain.isBackfill }
      let hour: Int64 = 3_600_000_000_000
      let end =
        hasBackfill
        ? client.surroundings.now().nanoseconds : last.addingReportingOverflow(2 * hour).partialValue
      let request = ListPublicKeys(
        startTime: Timestamp(nanoseconds: first - hour), endTime: Timestamp(nanoseconds: end))
      do throws(AWSError) {
        for key in try await client.with(region: region).all(request) {
          keys.add(fingerprint: key.fingerprint, base64: Data(key.value).base64EncodedString())
        }
      } catch {
        throw DigestSourceError(place: "the public keys of \(region)", reason: "\(error)")
      }
    }
    return keys
  }
}
