/// A row of an ATT&CK mapping: a tactic with its techniques.
public struct Threat: Sendable, Hashable {
  /// A tactic, technique or sub-technique.
  public struct Entry: Sendable, Hashable {
    /// The identifier, such as `T1562`.
    public let id: String
    /// The name.
    public let name: String
    /// The address of its page.
    public let reference: String
  }

  /// A technique with its sub-techniques.
  public struct Technique: Sendable, Hashable {
    /// The technique.
    public let entry: Entry
    /// The sub-techniques.
    public let subtechniques: [Entry]
  }

  /// The name of the framework, `MITRE ATT&CK`.
  public let framework: String
  /// The tactic.
  public let tactic: Entry
  /// The techniques.
  public let techniques: [Technique]
}
