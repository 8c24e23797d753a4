/// How the server listens, and its limits.
public struct ServerOptions: Sendable {
  /// The certificate and the key of TLS, as paths of PEM files.
  public struct TLSFiles: Sendable, Hashable {
    /// The certificate, followed by those that lead to its authority.
    public var certificateChain: String
    /// The private key.
    public var privateKey: String

    /// Files of TLS.
    public init(certificateChain: String, privateKey: String) {
      self.certificateChain = certificateChain
      self.privateKey = privateKey
    }
  }

  /// Where to listen.
  public var listen: ListenAddress
  /// The files of TLS; nil to listen without.
  public var tls: TLSFiles?
  /// Whether to listen without TLS on addresses that other machines reach.
  public var allowsPlaintext: Bool
  /// Sessions end when they were not used for so many seconds.
  public var sessionIdleSeconds: Int
  /// Sessions end after so many seconds, however much they are used.
  public var sessionLifetimeSeconds: Int
  /// The link to set the server up holds for so many seconds.
  public var setUpSeconds: Int
  /// The most bytes of a request's body, before and after decompression, where events and files are sent.
  public var maximumUpload: Int
  /// The most bytes of other requests' bodies, before and after decompression.
  public var maximumBody: Int
  /// The most bytes of events that are being stored at the same time.
  public var maximumPending: Int
  /// The most connections at the same time.
  public var maximumConnections: Int
  /// A connection closes when the headers of a request are not complete after so many seconds.
  public var headerSeconds: Int
  /// A connection closes when so many seconds pass without a byte of a request's body.
  public var idleSeconds: Int
  /// How much work the hash of a password is.
  var passwordWork: PasswordHash.Work

  /// The usual options: loopback, without TLS.
  public init(
    listen: ListenAddress = .loopback(port: 8080), tls: TLSFiles? = nil, allowsPlaintext: Bool = false,
    sessionIdleSeconds: Int = 8 * 3600, sessionLifetimeSeconds: Int = 24 * 3600,
    setUpSeconds: Int = 24 * 3600, maximumUpload: Int = 100 << 20, maximumBody: Int = 4 << 20,
    maximumPending: Int = 256 << 20, maximumConnections: Int = 1000, headerSeconds: Int = 30,
    idleSeconds: Int = 60
  ) {
    self.listen = listen
    self.tls = tls
    self.allowsPlaintext = allowsPlaintext
    self.sessionIdleSeconds = sessionIdleSeconds
    self.sessionLifetimeSeconds = sessionLifetimeSeconds
    self.setUpSeconds = setUpSeconds
    self.maximumUpload = maximumUpload
    self.maximumBody = maximumBody
    self.maximumPending = maximumPending
    self.maximumConnections = maximumConnections
    self.headerSeconds = headerSeconds
    self.idleSeconds = idleSeconds
    passwordWork = .standard
  }
}
