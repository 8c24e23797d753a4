public import Engine

extension ServerOptions {
  /// The options of a configuration.
  ///
  /// - Throws: `ServerError` when they cannot be used.
  public init(_ configuration: EngineConfiguration) throws(ServerError) {
    let text = configuration.text("server.listen") ?? ""
    guard let listen = ListenAddress(text) else {
      throw ServerError("server.listen: \(text) is no address and port such as 127.0.0.1:9400")
    }
    self.init(listen: listen)
    tls = try Self.tls(configuration)
    allowsPlaintext = configuration.flag("server.allow_plaintext")
    maximumUpload = configuration.number("server.body_limit") << 20
    sessionIdleSeconds = Int(configuration.nanoseconds("server.session_lifetime") / 1_000_000_000)
  }

  private static func tls(_ configuration: EngineConfiguration) throws(ServerError) -> TLSFiles? {
    switch (configuration.text("server.tls_certificate"), configuration.text("server.tls_key")) {
    case (nil, nil): return nil
    case (let chain?, let key?): return TLSFiles(certificateChain: chain, privateKey: key)
    default: throw ServerError("server.tls_certificate and server.tls_key belong together: set both or none")
    }
  }
}
