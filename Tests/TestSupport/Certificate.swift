import Foundation

/// A certificate for `localhost` and `127.0.0.1`, and the authority that signed it.
public final class Certificate: Sendable {
  /// The file with the authority's certificate.
  public let authority: String
  /// The file with the certificate and the key of the server.
  public let server: String

  /// The certificate of this process.
  public static func shared() throws -> Certificate { try made.get() }

  private static let made = Result { try Certificate() }

  private init() throws {
    let folder = try Python.run(
      """
      import datetime, ipaddress, tempfile, os
      from cryptography import x509
      from cryptography.hazmat.primitives import hashes, serialization
      from cryptography.hazmat.primitives.asymmetric import ec
      folder = tempfile.mkdtemp(prefix="nightjar-certificates-")
      now = datetime.datetime.now(datetime.timezone.utc)
      def name(text): return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])
      def build(subject, issuer, key, signer, extensions):
          b = (x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer))
               .public_key(key.public_key()).serial_number(x509.random_serial_number())
               .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=30)))
          for extension, critical in extensions: b = b.add_extension(extension, critical)
          return b.sign(signer, hashes.SHA256())
      authority, server = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
      root = build("Test Authority", "Test Authority", authority, authority, [(x509.BasicConstraints(True, None), True)])
      names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
      leaf = build("localhost", "Test Authority", server, authority, [(names, False)])
      pem = serialization.Encoding.PEM
      with open(os.path.join(folder, "authority.pem"), "wb") as file: file.write(root.public_bytes(pem))
      with open(os.path.join(folder, "server.pem"), "wb") as file:
          file.write(leaf.public_bytes(pem))
          file.write(server.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
      print(folder, end="")
      """)
    authority = folder + "/authority.pem"
    server = folder + "/server.pem"
    atexit {
      guard let authority = try? Certificate.made.get().authority else { return }
      try? FileManager.default.removeItem(at: URL(filePath: authority).deletingLastPathComponent())
    }
  }
}
