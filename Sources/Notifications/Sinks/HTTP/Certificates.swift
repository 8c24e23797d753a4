import NIOSSL

/// Certificates of authorities from files.
enum Certificates {
  /// The certificates of a PEM file.
  static func load(_ path: String) throws(SinkError) -> [NIOSSLCertificate] {
    do {
      return try NIOSSLCertificate.fromPEMFile(path)
    } catch {
      throw .passing("ca_file \(path) cannot be read as PEM")
    }
  }
}
