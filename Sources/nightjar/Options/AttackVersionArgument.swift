import ArgumentParser
import Rules

/// A version of ATT&CK on the command line, `18` or `v18`.
struct AttackVersionArgument: ExpressibleByArgument {
  let version: AttackVersion

  init(_ version: AttackVersion) {
    self.version = version
  }

  init?(argument: String) {
    guard let version = AttackVersion(text: argument) else { return nil }
    self.version = version
  }

  var defaultValueDescription: String { version.text }

  static var allValueStrings: [String] { AttackVersion.allCases.map(\.text) }
}
