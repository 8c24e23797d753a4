public import Events
public import OrderedCollections

extension Alert {
  /// The identifiers of the events that led to the alert; alerts that did are none.
  public var eventIDs: [String] {
    switch content {
    case .deferred(_, let source):
      source.ancestors.filter { !$0.index.hasPrefix(AlertIndex.prefix) }.map(\.id)
    case .document(let document): Self.eventIDs(of: document)
    }
  }

  /// The identifiers of the events that led to the alert of a document.
  public static func eventIDs(of document: JSONObject) -> [String] {
    (document["kibana.alert.ancestors"]?.array ?? [])
      .filter { !($0["index"]?.string?.hasPrefix(AlertIndex.prefix) ?? false) }
      .compactMap { $0["id"]?.string }
  }

  /// The alert with further fields.
  func adding(_ fields: JSONObject) -> Alert {
    guard case .deferred(let builder, var source) = content else {
      return with(document: document.merging(fields) { $1 })
    }
    source.extra.merge(fields) { $1 }
    return Alert(
      uuid: uuid, rule: rule, originalTime: originalTime, isBuildingBlock: isBuildingBlock,
      isPartOfGroup: isPartOfGroup, severity: severity, riskScore: riskScore, exception: exception,
      content: .deferred(builder, source))
  }
}
