/// Facts about the program itself.
public enum Nightjar {
  /// The version of this build.
  public static let version = "0.1.0"
}
