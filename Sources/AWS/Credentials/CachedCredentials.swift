public import Events

/// Keeps credentials until shortly before their end. Callers that come while new ones are fetched wait for the same ones.
public actor CachedCredentials: CredentialsProvider {
  /// New credentials are fetched this long before the end of the old ones.
  public static let margin = Duration.seconds(300)
  /// Credentials without an end are asked for again after this time, so that changed files are seen.
  public static let maximumAge = Duration.seconds(900)

  /// The name of the source.
  public nonisolated let name: String
  private let source: any CredentialsProvider
  private let now: @Sendable () -> Timestamp
  private var current: (credentials: AWSCredentials, fetched: Timestamp)?
  private var pending: Task<Result<AWSCredentials, CredentialsError>, Never>?

  /// Keeps what a source gives.
  public init(_ source: any CredentialsProvider, now: @escaping @Sendable () -> Timestamp) {
    self.source = source
    self.now = now
    name = source.name
  }

  /// The credentials, new ones where the old ones end soon. When new ones cannot be had, the old ones are given as long
  /// as they hold.
  public func credentials() async throws(CredentialsError) -> AWSCredentials {
    if let current, isFresh(current) { return current.credentials }
    switch await fetch() {
    case .success(let credentials): return credentials
    case .failure(let error):
      guard let current, let end = current.credentials.expiration, end > now() else { throw error }
      return current.credentials
    }
  }

  /// Forgets the credentials.
  public func invalidate() async {
    current = nil
    await source.invalidate()
  }

  private func fetch() async -> Result<AWSCredentials, CredentialsError> {
    if let pending { return await pending.value }
    let task = Task { [source] in
      await Result { () async throws(CredentialsError) in try await source.credentials() }
    }
    pending = task
    let result = await task.value
    pending = nil
    if case .success(let credentials) = result { current = (credentials, now()) }
    return result
  }

  private func isFresh(_ entry: (credentials: AWSCredentials, fetched: Timestamp)) -> Bool {
    guard let end = entry.credentials.expiration else {
      return now() < entry.fetched.advanced(by: Self.maximumAge)
    }
    return now().advanced(by: Self.margin) < end
  }
}

extension Timestamp {
  fileprivate func advanced(by duration: Duration) -> Timestamp {
    let (sum, overflow) = nanoseconds.addingReportingOverflow(
      duration.components.seconds * 1_000_000_000)
    return overflow ? self : Timestamp(nanoseconds: sum)
  }
}

extension Result where Failure == CredentialsError, Success: Sendable {
  fileprivate init(_ body: () async throws(CredentialsError) -> Success) async {
    do throws(CredentialsError) {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}
