import Events
import OrderedCollections

/// Indicators of a STIX 2.1 bundle as ECS documents.
///
/// Source: OASIS, "STIX Version 2.1", §4.7 (Indicator) and §9 (Patterning); ECS field reference, `threat.indicator.*`.
/// Comparisons with `=` are read wherever they stand in a pattern; each becomes an indicator of its own.
enum STIXBundle {
  private static let maximumComparisons = 1000

  static func indicators(_ bundle: JSONObject, now: Timestamp) -> [JSONObject] {
    (bundle["objects"]?.array ?? []).compactMap(\.object).filter { isValid($0, now) }.flatMap(documents)
  }

  private static func isValid(_ object: JSONObject, _ now: Timestamp) -> Bool {
    guard object["type"] == "indicator", object["revoked"]?.bool != true else { return false }
    guard let until = object["valid_until"]?.string.flatMap({ Timestamp($0) }) else { return true }
    return now < until
  }

  private static func documents(_ object: JSONObject) -> [JSONObject] {
    comparisons(object["pattern"]?.string ?? "").compactMap { path, value in
      guard let (field, type) = field(path) else { return nil }
      var document: JSONObject = [:]
      document.set(field, to: .string(value))
      document.set("threat.indicator.type", to: .string(type))
      if let name = object["name"] { document.set("threat.indicator.name", to: name) }
      if let text = object["description"] { document.set("threat.indicator.description", to: text) }
      if let id = object["id"] { document.set("threat.indicator.id", to: id) }
      return document
    }
  }

  private static func field(_ path: String) -> (field: String, type: String)? {
    switch path.lowercased().replacing("'", with: "") {
    case "ipv4-addr:value": ("threat.indicator.ip", "ipv4-addr")
    case "ipv6-addr:value": ("threat.indicator.ip", "ipv6-addr")
    case "domain-name:value": ("threat.indicator.url.domain", "domain-name")
    case "url:value": ("threat.indicator.url.full", "url")
    case "email-addr:value", "email-message:from_ref.value": ("threat.indicator.email.address", "email-addr")
    case "file:name": ("threat.indicator.file.name", "file")
    case "file:hashes.md5": ("threat.indicator.file.hash.md5", "file")
    case "file:hashes.sha-1", "file:hashes.sha1": ("threat.indicator.file.hash.sha1", "file")
    case "file:hashes.sha-256", "file:hashes.sha256": ("threat.indicator.file.hash.sha256", "file")
    case "windows-registry-key:key": ("threat.indicator.registry.key", "windows-registry-key")
    default: nil
    }
  }

  /// The comparisons `path = 'value'` of a pattern.
  private static func comparisons(_ pattern: String) -> [(path: String, value: String)] {
    var found: [(path: String, value: String)] = []
    var rest = pattern[...]
    while found.count < maximumComparisons, let equals = rest.firstRange(of: "=") {
      let before = rest[..<equals.lowerBound].drop { $0 == " " }
      rest = rest[equals.upperBound...].drop { $0 == " " }
      let path = before.split { " [()".contains($0) }.last.map(String.init) ?? ""
      guard rest.first == "'", let value = quoted(&rest) else { continue }
      if !"!<>".contains(before.last ?? " ") { found.append((path, value)) }
    }
    return found
  }

  private static func quoted(_ rest: inout Substring) -> String? {
    rest = rest.dropFirst()
    var value = ""
    while let character = rest.popFirst() {
      if character == "'" { return value }
      if character == "\\", let next = rest.popFirst() { value.append(next) } else { value.append(character) }
    }
    return nil
  }
}
