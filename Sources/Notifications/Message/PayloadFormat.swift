/// The forms that programs get notices in.
public enum PayloadFormat: String, Sendable, Hashable, CaseIterable {
  /// An object with the kind of the notice and the alert document.
  case native
  /// A Detection Finding of OCSF; digests and tests in our own form.
  case ocsf
  /// A line of text.
  case text
}
