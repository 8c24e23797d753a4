import Events

/// Credentials as containers and instances hand them out.
enum CredentialsDocument {
  static func read(_ bytes: [UInt8], provider: String) throws(CredentialsError) -> AWSCredentials {
    // The parser's message is not passed on: it is about a text with secrets in it.
    guard let json = try? JSONReader.read(bytes) else {
      throw .failed(provider: provider, reason: "the answer is no JSON")
    }
    if let code = json["Code"]?.string, code != "Success" {
      throw .failed(provider: provider, reason: "answers \(code.prefix(100))")
    }
    guard let key = json["AccessKeyId"]?.string, let secret = json["SecretAccessKey"]?.string else {
      throw .failed(provider: provider, reason: "the answer lacks AccessKeyId or SecretAccessKey")
    }
    return AWSCredentials(
      accessKeyID: key, secretAccessKey: Secret(secret),
      sessionToken: json["Token"]?.string.map { Secret($0) }, expiration: json.time("Expiration"))
  }
}
