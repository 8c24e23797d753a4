/// Where the targets of an action stand in a record.
enum EntityTarget: Sendable {
  /// One text at a path.
  case value(RecordPath)
  /// A number at a path, taken as text.
  case number(RecordPath)
  /// Every text at a path; `[]` behind a key goes through its list.
  case each(RecordPath)
  /// The ARNs of all resources.
  case resources
}
