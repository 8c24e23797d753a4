/// The objects of a record whose members are moved one by one.
enum RecordObject: Int, CaseIterable {
  case root
  case identity, session, attributes, issuer, federation, onBehalfOf, delegate, scope
  case request, response, responseGroup, responseUser
  case additional, serviceDetails, tls, addendum

  /// The object around this one (which has a lower number), and the name in it.
  var place: (parent: RecordObject, key: String) {
    switch self {
    case .root: (.root, "")
    case .identity: (.root, "userIdentity")
    case .session: (.identity, "sessionContext")
    case .attributes: (.session, "attributes")
    case .issuer: (.session, "sessionIssuer")
    case .federation: (.session, "webIdFederationData")
    case .onBehalfOf: (.identity, "onBehalfOf")
    case .delegate: (.identity, "invokedByDelegate")
    case .scope: (.identity, "inScopeOf")
    case .request: (.root, "requestParameters")
    case .response: (.root, "responseElements")
    case .responseGroup: (.response, "group")
    case .responseUser: (.response, "user")
    case .additional: (.root, "additionalEventData")
    case .serviceDetails: (.root, "serviceEventDetails")
    case .tls: (.root, "tlsDetails")
    case .addendum: (.root, "addendum")
    }
  }

  /// The path of this object in the record.
  var path: String { path(of: nil) }

  /// The path of a member of this object, or of the object itself.
  func path(of member: String?) -> String {
    var keys = member.map { [$0] } ?? []
    var object = self
    while object != .root {
      keys.insert(object.place.key, at: 0)
      object = object.place.parent
    }
    return keys.joined(separator: ".")
  }
}
