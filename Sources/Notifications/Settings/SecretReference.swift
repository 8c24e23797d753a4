public import AWS
import Foundation

/// Where a secret is read from. Secrets themselves do not stand in settings.
public enum SecretReference: Sendable, Hashable, CustomStringConvertible {
  /// An environment variable.
  case environment(String)
  /// A file; a newline at its end is no part of the secret.
  case file(String)

  private static let maximumBytes = 64 << 10

  /// Reads `env:NAME` or `file:PATH`.
  init(_ text: String, key: String) throws(SettingsError) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    switch (parts.first, parts.count) {
    case ("env", 2): self = .environment(parts[1])
    case ("file", 2): self = .file(parts[1])
    default:
      throw SettingsError(key, "must be env:NAME or file:PATH: secrets do not stand in settings")
    }
  }

  /// Reads the secret. It is read for each use, so that a changed file needs no restart.
  ///
  /// - Parameter environment: The environment variables.
  /// - Returns: The secret.
  /// - Throws: When there is none.
  public func resolve(_ environment: [String: String]) throws(SettingsError) -> Secret {
    switch self {
    case .environment(let name):
      guard let value = environment[name], !value.isEmpty else {
        throw SettingsError(description, "is not set; set the environment variable")
      }
      return Secret(value)
    case .file(let path):
      guard let data = FileManager.default.contents(atPath: path) else {
        throw SettingsError(description, "cannot be read")
      }
      guard data.count <= Self.maximumBytes, let text = String(data: data, encoding: .utf8) else {
        throw SettingsError(description, "is too large, or no text")
      }
      let trimmed = text.trimmingCharacters(in: .newlines)
      guard !trimmed.isEmpty else { throw SettingsError(description, "is empty") }
      return Secret(trimmed)
    }
  }

  /// The reference as it stands in settings.
  public var description: String {
    switch self {
    case .environment(let name): "env:\(name)"
    case .file(let path): "file:\(path)"
    }
  }
}
