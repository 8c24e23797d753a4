public import Events
import OrderedCollections

/// The sinks of the program.
public struct NotificationSettings: Sendable {
  /// The sinks.
  public let sinks: [SinkSettings]

  /// No sinks.
  public static let none = NotificationSettings()

  private init() { sinks = [] }

  /// Reads the tables `[[sink]]` of the configuration.
  ///
  /// - Parameter sinks: The list under the key `sink`.
  /// - Throws: `SettingsError` naming the key.
  public init(sinks: [JSON]) throws(SettingsError) {
    var found: [SinkSettings] = []
    for reader in try SettingsReader(members: ["sink": .array(sinks)], path: "").tables("sink") {
      let sink = try SinkSettings(reader)
      guard !found.contains(where: { $0.name == sink.name }) else {
        throw SettingsError(reader.name("name"), "is the name of another sink")
      }
      found.append(sink)
    }
    self.sinks = found
  }
}
