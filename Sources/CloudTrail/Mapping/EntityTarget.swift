/// Where the targets of an action stand in a record.
enum EntityTarget: Sendable {
  /// One text at a path.
  case value(String)
  /// A number at a path, taken as text.
  case number(String)
  /// Every text at a path; `[]` behind a key goes through its list.
  case each(String)
  /// The ARNs of all resources.
  case resources
}
