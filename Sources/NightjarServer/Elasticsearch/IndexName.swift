/// Names of indices.
enum IndexName {
  /// The index of alerts.
  static let alerts = ".alerts-security.alerts-default"

  private static let forbidden = Set("\\/*?\"<>| ,#:".utf8)

  /// Why an index cannot have a name; nil when it can.
  ///
  /// Source: the rules for names in Elasticsearch's documentation of its API to create indices.
  static func problem(_ name: String) -> String? {
    if name.isEmpty || name.utf8.count > 255 { return "must have 1 to 255 bytes" }
    if name == "." || name == ".." { return "must not be '.' or '..'" }
    if name.utf8.contains(where: forbidden.contains) || name.utf8.contains(where: { $0 < 0x20 }) {
      return "must not contain the following characters ['\\\\','/','*','?','\"','<','>','|',' ',',','#',':']"
    }
    if let first = name.utf8.first, "-_+".utf8.contains(first) {
      return "must not start with '_', '-', or '+'"
    }
    if name != name.lowercased() { return "must be lowercase" }
    return nil
  }
}
