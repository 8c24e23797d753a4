import Events

/// Walks a chain of digests from the newest to the oldest, verifying each.
///
/// Where the chain ends or breaks, the walk goes on with the next older digest that the source has, as the
/// `validate-logs` command of the AWS command line tool does.
struct ChainWalk {
  /// A digest that was verified, with its content where that could be read.
  struct Visit {
    var verification: DigestVerification
    let document: DigestDocument?
  }

  private struct Step {
    let location: ObjectLocation
    let key: DigestKey?
    let link: DigestLink?
  }

  private let source: any DigestSource
  private let check: DigestCheck
  private let since: Timestamp?
  private let listings: [DigestListing]
  /// The listings before this one are older than every digest seen so far.
  private var older: Int
  private var seen: Set<String> = []
  /// The start of the last digest that could be read.
  private var lastStart: Timestamp?

  /// What was visited, newest first.
  private(set) var visits: [Visit] = []
  /// The times without proof, newest first.
  private(set) var gaps: [DigestGap] = []
  /// Digests that could not be read.
  private(set) var problems: [DigestSourceError] = []

  /// A walk.
  ///
  /// - Parameters:
  ///   - listings: The digests of the chain that the source has, in any order.
  ///   - source: The source.
  ///   - check: What verifies each digest.
  ///   - since: Digests whose period ends before this are not looked at.
  init(
    _ listings: [DigestListing], of source: any DigestSource, check: DigestCheck, since: Timestamp?
  ) {
    self.source = source
    self.check = check
    self.since = since
    self.listings = listings.sorted { ($0.key.end, $0.location.key) < ($1.key.end, $1.location.key) }
    older = self.listings.count
  }

  /// Walks to the end.
  mutating func run() async {
    var step = nextListed(before: nil)
    while let current = step {
      if let since, let lastStart, lastStart < since { break }
      step = await visit(current)
    }
    await visitStrays()
  }

  // MARK: Steps

  private mutating func nextListed(before time: Timestamp?, link: (DigestLink, ObjectLocation)? = nil)
    -> Step?
  {
    while older > 0 {
      older -= 1
      let listing = listings[older]
      if let time, listing.key.end >= time { continue }
      guard !seen.contains(listing.location.key) else { continue }
      let named = link.flatMap { $0.1.key == listing.location.key ? $0.0 : nil }
      return Step(location: listing.location, key: listing.key, link: named)
    }
    return nil
  }

  private mutating func visit(_ step: Step) async -> Step? {
    seen.insert(step.location.key)
    do throws(DigestSourceError) {
      guard let key = step.key, let bytes = try await source.object(at: step.location) else {
        record(step, .missing, .notFound)
        return goOn(from: step, .missing)
      }
      let metadata = try await source.metadata(of: step.location)
      let outcome = check.check(bytes, at: step.location, key: key, metadata: metadata, link: step.link)
      if outcome.contradictsLink, let last = visits.indices.last {
        visits[last].verification.state = .invalid
        visits[last].verification.reason = .contradictsPrevious
      }
      record(step, outcome.state, outcome.reason, outcome.document)
      guard outcome.state != .invalid, let document = outcome.document else {
        return goOn(from: step, .invalid, outcome.document)
      }
      lastStart = document.start
      return follow(document, step, isTrusted: outcome.state == .valid)
    } catch {
      problems.append(error)
      record(step, .unverified, .unreadable(error.reason))
      return goOn(from: step, .missing)
    }
  }

  /// The digest that a digest names as the one before it, or where it names none, the next older one there is.
  private mutating func follow(_ document: DigestDocument, _ step: Step, isTrusted: Bool) -> Step? {
    guard let previous = document.previous else {
      let next = nextListed(before: step.key?.end)
      if let next {
        gaps.append(
          DigestGap(
            cause: .notDelivered, from: next.key?.end, to: document.start, digest: document.location))
      }
      return next
    }
    guard !seen.contains(previous.location.key) else {
      if let last = visits.indices.last {
        visits[last].verification.state = .invalid
        visits[last].verification.reason = .loop
      }
      return goOn(from: step, .invalid)
    }
    return Step(
      location: previous.location, key: DigestKey(previous.location.key),
      link: DigestLink(document, isTrusted: isTrusted))
  }

  /// The next older digest after one that is gone or not valid. What an invalid one says of it may still be a signature
  /// that fits.
  private mutating func goOn(
    from step: Step, _ cause: DigestGap.Cause, _ document: DigestDocument? = nil
  ) -> Step? {
    let link = document.flatMap { document in
      document.previous.map { (DigestLink(document, isTrusted: false), $0.location) }
    }
    let next = nextListed(before: step.key?.end ?? lastStart, link: link)
    gaps.append(
      DigestGap(cause: cause, from: next?.key?.end, to: lastStart ?? step.key?.end, digest: step.location))
    return next
  }

  private mutating func record(
    _ step: Step, _ state: VerificationState, _ reason: IntegrityReason?, _ document: DigestDocument? = nil
  ) {
    visits.append(
      Visit(
        verification: DigestVerification(
          location: document.map { step.location.bucket.isEmpty ? $0.location : step.location }
            ?? step.location,
          state: state, reason: reason, start: document?.start, end: document?.end ?? step.key?.end,
          fingerprint: document?.fingerprint, organization: step.key?.organization),
        document: document))
  }

  // MARK: Strays

  /// Verifies the digests that no other names, which a chain passes by.
  private mutating func visitStrays() async {
    for listing in listings.reversed() where !seen.contains(listing.location.key) {
      if let since, listing.key.end < since { continue }
      await visitStray(Step(location: listing.location, key: listing.key, link: nil))
    }
  }

  private mutating func visitStray(_ step: Step) async {
    seen.insert(step.location.key)
    do throws(DigestSourceError) {
      guard let key = step.key, let bytes = try await source.object(at: step.location) else {
        return record(step, .missing, .notFound)
      }
      let metadata = try await source.metadata(of: step.location)
      let outcome = check.check(bytes, at: step.location, key: key, metadata: metadata, link: nil)
      let reason = outcome.reason == .noSignature ? .notInChain : outcome.reason
      record(step, outcome.state, reason, outcome.document)
    } catch {
      problems.append(error)
      record(step, .unverified, .unreadable(error.reason))
    }
  }
}
