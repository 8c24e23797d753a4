/// The objects of a document that the mapping fills with fields.
enum DocumentObject: Int, CaseIterable {
  case root
  case event, error, ecs, dataStream
  case cloud, cloudService, cloudAccount
  case aws, trail
  case identity, session, issuer, federation, onBehalfOf, delegate, scope
  case addendum, trailTLS, consoleLogin, consoleLoginData
  case flattened, flattenedRequest, flattenedAdditional, digest
  case user, userTarget, userChanges, userEntity, userTargetEntity
  case host, hostTarget, hostEntity, hostTargetEntity
  case service, serviceTarget, serviceEntity, serviceTargetEntity
  case entity, entityTarget, target, targetEntity, actor, actorEntity
  case group, file, related
  case source, sourceSystem, sourceOrganization
  case tls, tlsClient

  /// The object around this one; the root for the root itself.
  var parent: DocumentObject { Self.places[rawValue].parent }

  /// The name of this object in the one around it.
  var key: String { Self.places[rawValue].key }

  private static let places = allCases.map(\.place)

  private var place: (parent: DocumentObject, key: String) {
    switch self {
    case .root: (.root, "")
    case .dataStream: (.root, "data_stream")
    case .cloudService: (.cloud, "service")
    case .cloudAccount: (.cloud, "account")
    case .trail: (.aws, "cloudtrail")
    case .identity: (.trail, "user_identity")
    case .session: (.identity, "session_context")
    case .issuer: (.session, "session_issuer")
    case .federation: (.session, "web_id_federation_data")
    case .onBehalfOf: (.identity, "on_behalf_of")
    case .delegate: (.identity, "invoked_by_delegate")
    case .scope: (.identity, "in_scope_of")
    case .addendum: (.trail, "addendum")
    case .trailTLS: (.trail, "tls_details")
    case .consoleLogin: (.trail, "console_login")
    case .consoleLoginData: (.consoleLogin, "additional_eventdata")
    case .flattened: (.trail, "flattened")
    case .flattenedRequest: (.flattened, "request_parameters")
    case .flattenedAdditional: (.flattened, "additional_eventdata")
    case .digest: (.flattened, "digest")
    case .userTarget: (.user, "target")
    case .userChanges: (.user, "changes")
    case .userEntity: (.user, "entity")
    case .userTargetEntity: (.userTarget, "entity")
    case .hostTarget: (.host, "target")
    case .hostEntity: (.host, "entity")
    case .hostTargetEntity: (.hostTarget, "entity")
    case .serviceTarget: (.service, "target")
    case .serviceEntity: (.service, "entity")
    case .serviceTargetEntity: (.serviceTarget, "entity")
    case .entityTarget: (.entity, "target")
    case .targetEntity: (.target, "entity")
    case .actorEntity: (.actor, "entity")
    case .sourceSystem: (.source, "as")
    case .sourceOrganization: (.sourceSystem, "organization")
    case .tlsClient: (.tls, "client")
    default: (.root, "\(self)")
    }
  }
}
