import Events
import NIOSSL

/// Encrypts connections to a host, whose certificate is checked.
struct TLSClient: Sendable {
  private let context: NIOSSLContext
  private let host: String

  /// - Parameters:
  ///   - host: The name that the certificate must have.
  ///   - caFile: The authorities; nil for those of the system.
  /// - Throws: When the authorities cannot be read.
  init(host: String, caFile: String?) throws(SinkError) {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    if let caFile { configuration.trustRoots = .certificates(try Certificates.load(caFile)) }
    do {
      context = try NIOSSLContext(configuration: configuration)
    } catch {
      throw .passing("encryption cannot be set up: \(error)")
    }
    self.host = host
  }

  /// The handler of a connection. Addresses have no name to ask for.
  func handler() throws -> NIOSSLClientHandler {
    let name = IPAddress(host) == nil ? host : nil
    return try NIOSSLClientHandler(context: context, serverHostname: name)
  }
}
