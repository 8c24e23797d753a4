import Events
import OrderedCollections

/// Exception lists and their items, as Kibana exports them. Kibana has more members than the engine uses, so unknown
/// ones are left alone.
enum KibanaExceptions {
  static func list(_ object: JSONObject) throws(FieldError) -> ExceptionList {
    let reader = FieldReader(members: object, path: "")
    return ExceptionList(
      id: try reader.requiredString("list_id"), name: try reader.string("name") ?? "",
      type: try reader.string("type") ?? "detection")
  }

  static func item(_ object: JSONObject, _ source: RuleSource) throws(FieldError) -> ExceptionItem {
    let reader = FieldReader(members: object, path: "")
    let id = try reader.requiredString("item_id")
    return ExceptionItem(
      id: id, listID: try reader.requiredString("list_id"), name: try reader.string("name") ?? id,
      description: try reader.string("description"),
      condition: .entries(try ExceptionEntryDecoder(isStrict: false).entries(of: reader)),
      osTypes: try reader.strings("os_types") ?? [], expires: try reader.time("expire_time"), source: source)
  }
}
