/// The shared files of AWS tools: `~/.aws/config` and `~/.aws/credentials`, or what `AWS_CONFIG_FILE` and
/// `AWS_SHARED_CREDENTIALS_FILE` name.
///
/// Source: AWS SDKs and Tools Reference Guide, "Shared config and credentials files".
public struct AWSConfigFiles: Sendable {
  /// The settings of each profile; those of the credentials file beat those of the config file.
  private var profiles: [String: [String: Secret]] = [:]

  /// Reads both files; one that is missing has no profiles.
  ///
  /// - Throws: `CredentialsError.failed` when a file cannot be read or has a line that means nothing.
  public init(surroundings: AWSSurroundings) throws(CredentialsError) {
    let config = surroundings.variable("AWS_CONFIG_FILE") ?? "~/.aws/config"
    let credentials = surroundings.variable("AWS_SHARED_CREDENTIALS_FILE") ?? "~/.aws/credentials"
    try add(config, surroundings, isConfig: true)
    try add(credentials, surroundings, isConfig: false)
  }

  /// Whether a profile exists.
  public func hasProfile(_ name: String) -> Bool { profiles[name] != nil }

  /// A setting of a profile; nil when it is missing or empty. Never print it: it may be a key.
  func value(_ setting: String, of profile: String) -> String? {
    guard let value = profiles[profile]?[setting]?.reveal(), !value.isEmpty else { return nil }
    return value
  }

  /// The profile that holds: an explicit one, `AWS_PROFILE`, `AWS_DEFAULT_PROFILE`, or `default`.
  static func profileName(_ explicit: String?, _ surroundings: AWSSurroundings) -> String {
    explicit ?? surroundings.variable("AWS_PROFILE") ?? surroundings.variable("AWS_DEFAULT_PROFILE")
      ?? "default"
  }

  private mutating func add(
    _ path: String, _ surroundings: AWSSurroundings, isConfig: Bool
  ) throws(CredentialsError) {
    let path = path.hasPrefix("~/") ? surroundings.home + path.dropFirst(1) : path
    let bytes: [UInt8]?
    do {
      bytes = try surroundings.readFile(path)
    } catch {
      throw .failed(provider: path, reason: "cannot be read: \(error)")
    }
    guard let bytes else { return }
    guard bytes.count <= 4 << 20, let text = String(validating: bytes, as: UTF8.self) else {
      throw .failed(provider: path, reason: "is not UTF-8 or is longer than 4 MiB")
    }
    try parse(text, path, isConfig: isConfig)
  }

  private mutating func parse(_ text: String, _ path: String, isConfig: Bool) throws(CredentialsError) {
    var profile: String?
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let content = Self.trim(line)
      guard let first = content.first, first != "#", first != ";" else { continue }
      // Indented lines belong to a setting with settings of its own, such as `s3`; none of those are used here.
      if line.first?.isWhitespace == true, profile != nil, first != "[" { continue }
      if first == "[" {
        guard let end = content.firstIndex(of: "]") else {
          throw .failed(provider: path, reason: "line \(index + 1): a section lacks its ]")
        }
        profile = Self.profile(content[content.index(after: content.startIndex)..<end], isConfig: isConfig)
        if let profile, profiles[profile] == nil { profiles[profile] = [:] }
        continue
      }
      guard let equals = content.firstIndex(of: "=") else {
        throw .failed(provider: path, reason: "line \(index + 1): neither a section nor a setting with =")
      }
      guard let profile else { continue }
      let key = Self.trim(content[..<equals]).lowercased()
      profiles[profile, default: [:]][key] = Secret(
        String(Self.trim(content[content.index(after: equals)...])))
    }
  }

  /// The profile that a section is about; nil for sections about other things, such as `sso-session`.
  private static func profile(_ section: Substring, isConfig: Bool) -> String? {
    let words = section.split(whereSeparator: \.isWhitespace)
    guard let first = words.first else { return nil }
    guard isConfig else { return String(trim(section)) }
    if first == "profile", words.count > 1 {
      return unquoted(words.dropFirst().joined(separator: " "))
    }
    return words.count == 1 && first == "default" ? "default" : nil
  }

  private static func unquoted(_ name: String) -> String {
    guard name.count >= 2, let first = name.first, first == name.last, first == "\"" || first == "'" else {
      return name
    }
    return String(name.dropFirst().dropLast())
  }

  private static func trim(_ text: some StringProtocol) -> Substring {
    var result = Substring(text)
    while result.first?.isWhitespace == true { result.removeFirst() }
    while result.last?.isWhitespace == true { result.removeLast() }
    return result
  }
}
