import Events
import OrderedCollections

/// What rules have that Kibana has not, in the form of Kibana's API: `meta` is a free object there, so that Kibana takes
/// a rule with it and hands it out again.
enum MetaExtras {
  /// The member of `meta` that is ours.
  private static let key = "nightjar"

  /// The fields without ours, and what ours say.
  ///
  /// - Throws: `FieldError` when the steps are wrong.
  static func read(_ reader: FieldReader) throws(FieldError) -> (
    fields: JSONObject, investigation: JSONObject
  ) {
    guard reader.members["meta"]?[key] != nil, let meta = try reader.object("meta"),
      let own = try meta.object(key)
    else { return (reader.members, [:]) }
    try own.refuseUnknown(["investigation"])
    let investigation = try own.object("investigation")
    if let investigation { try InvestigationReader.check(investigation) }
    var (fields, rest) = (reader.members, meta.members)
    rest[key] = nil
    fields["meta"] = rest.isEmpty ? nil : .object(rest)
    return (fields, investigation?.members ?? [:])
  }

  /// Adds the steps of a rule.
  static func write(_ rule: Rule, to object: inout JSONObject) {
    guard !rule.investigation.isEmpty else { return }
    var meta = object["meta"]?.object ?? [:]
    meta[key] = ["investigation": .object(rule.investigation)]
    object["meta"] = .object(meta)
  }
}
