/// Where the requests of a service go, and the region they are signed for.
public struct AWSEndpoint: Sendable, Hashable {
  /// Whether the connection is encrypted.
  public let isSecure: Bool
  /// The host, with the port unless it is the scheme's own.
  public let host: String
  /// A path in front of the paths of operations, without a slash at its end.
  public let basePath: String
  /// The region in the scope of signatures.
  public let signingRegion: String
  /// Whether the endpoint was given instead of derived; buckets then go into the path, not into the host.
  public let isCustom: Bool

  /// The scheme and the host.
  public var origin: String { "\(isSecure ? "https" : "http")://\(host)" }

  /// The public endpoint of a service in a region.
  public init(service: AWSService, region: String) {
    let partition = AWSPartition.of(region: region)
    var signingRegion = region
    var label = "\(service.signingName).\(region)"
    if service == .iam {
      (signingRegion, label) = partition.iam
    } else if service == .organizations {
      signingRegion = partition.organizationsRegion
      label = "\(service.signingName).\(signingRegion)"
    }
    self.init(
      isSecure: true, host: "\(label).\(partition.domain)", basePath: "", signingRegion: signingRegion,
      isCustom: false)
  }

  /// An endpoint given as a URL: `http` or `https`, a host, perhaps a port and a path.
  ///
  /// - Throws: A sentence that says what is wrong with the URL.
  public init(url: String, service: AWSService, region: String) throws(AWSEndpointError) {
    let isSecure = url.lowercased().hasPrefix("https://")
    guard isSecure || url.lowercased().hasPrefix("http://") else {
      throw AWSEndpointError(url: url, reason: "must begin with http:// or https://")
    }
    let rest = url.dropFirst(isSecure ? 8 : 7)
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    var host = String(rest[..<slash])
    let path = rest[slash...]
    guard !host.isEmpty, host.utf8.allSatisfy(Self.isHostByte) else {
      throw AWSEndpointError(url: url, reason: "has no valid host")
    }
    guard path.utf8.allSatisfy({ Self.isHostByte($0) || "/_~%".utf8.contains($0) }) else {
      throw AWSEndpointError(url: url, reason: "may have a path but no query and no fragment")
    }
    let defaultPort = isSecure ? ":443" : ":80"
    if host.hasSuffix(defaultPort) { host.removeLast(defaultPort.count) }
    self.init(
      isSecure: isSecure, host: host, basePath: String(path.trimmingSuffix("/")),
      signingRegion: AWSEndpoint(service: service, region: region).signingRegion, isCustom: true)
  }

  private init(isSecure: Bool, host: String, basePath: String, signingRegion: String, isCustom: Bool) {
    self.isSecure = isSecure
    self.host = host
    self.basePath = basePath
    self.signingRegion = signingRegion
    self.isCustom = isCustom
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-.:[]".utf8.contains(byte)
    }
  }
}

extension Substring {
  fileprivate func trimmingSuffix(_ character: Character) -> Substring {
    var result = self
    while result.last == character { result.removeLast() }
    return result
  }
}
