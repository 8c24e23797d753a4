/// Who asks for, approves or carries out a response. Only authenticated actors are made.
public enum ResponseActor: Sendable, Hashable {
  /// A user whom the server has authenticated.
  case user(String)
  /// A key of a user, by the name that the audit log knows it by, and the user.
  case key(String, of: String)
  /// The account of the operating system that runs the command line, and so may write to the data folder.
  case local(String)
  /// A rule whose automatic response is configured.
  case automatic(rule: String)

  /// Whether a rule acts rather than a person.
  public var isAutomatic: Bool {
    if case .automatic = self { true } else { false }
  }
}

extension ResponseActor {
  /// The person behind the actor: whoever signs in and uses a key is one person. A rule is none, and stands for itself.
  var person: String {
    if case .key(_, let user) = self { ResponseActor.user(user).description } else { description }
  }
}

extension ResponseActor: CustomStringConvertible {
  /// The name in the store and in the audit log. Different actors have different names.
  public var description: String {
    switch self {
    case .user(let name): "user:\(name)"
    case .key(let name, _): "user:\(name)"
    case .local(let name): "local:\(name)"
    case .automatic(let rule): "automatic:\(rule)"
    }
  }
}
