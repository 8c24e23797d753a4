/// Decides where the requests of a service go: an explicit URL, `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the
/// profile's `endpoint_url`, or the public endpoint of the region.
public struct AWSEndpoints: Sendable, Hashable {
  private var all: String?
  private var byService: [String: String] = [:]

  /// Public endpoints only, or one URL for all services.
  public init(all url: String? = nil) {
    all = url
  }

  /// The endpoints that variables and a profile set.
  ///
  /// - Parameters:
  ///   - explicit: A URL that beats everything else.
  ///   - variables: Environment variables.
  ///   - profile: The `endpoint_url` of the profile.
  public init(explicit: String?, variables: [String: String], profile: String?) {
    if let explicit {
      all = explicit
      return
    }
    guard variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]?.lowercased() != "true" else { return }
    func value(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }
    all = value("AWS_ENDPOINT_URL") ?? profile
    for service in AWSService.all {
      byService[service.variableName] = value("AWS_ENDPOINT_URL_\(service.variableName)")
    }
  }

  /// The endpoint of a service in a region.
  public func endpoint(_ service: AWSService, region: String) throws(AWSEndpointError) -> AWSEndpoint {
    guard let url = byService[service.variableName] ?? all else {
      return AWSEndpoint(service: service, region: region)
    }
    return try AWSEndpoint(url: url, service: service, region: region)
  }
}
