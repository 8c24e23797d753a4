/// Asks what the policies of a user, a group or a role say about actions.
public struct SimulatePrincipalPolicy: AWSQueryOperation, AWSPagedOperation {
  /// What the list is of.
  public typealias Item = SimulationResult

  /// What the call gives.
  public typealias Output = AWSPage<SimulationResult>

  /// The service.
  public static let service = AWSService.iam

  /// The user, the group or the role.
  public var policySourceARN: String
  /// The actions, such as `config:StopConfigurationRecorder`.
  public var actionNames: [String]
  /// The resources; none for `*`.
  public var resourceARNs: [String]
  /// Values of keys that conditions ask for.
  public var context: [ContextEntry]
  /// The token of the page before.
  public var nextToken: String?

  /// A simulation.
  public init(
    policySourceARN: String, actionNames: [String], resourceARNs: [String] = [], context: [ContextEntry] = [],
    nextToken: String? = nil
  ) {
    self.policySourceARN = policySourceARN
    self.actionNames = actionNames
    self.resourceARNs = resourceARNs
    self.context = context
    self.nextToken = nextToken
  }

  /// A key that conditions ask for, with its values.
  public struct ContextEntry: Sendable, Hashable {
    /// The key, such as `aws:MultiFactorAuthPresent`.
    public let name: String
    /// The type, such as `boolean` or `stringList`.
    public let type: String
    /// The values.
    public let values: [String]

    /// A key with its values.
    public init(name: String, type: String, values: [String]) {
      self.name = name
      self.type = type
      self.values = values
    }
  }

  /// The parameters.
  public var parameters: [(name: String, value: String)] {
    var parameters = QueryParameters()
    parameters.set("PolicySourceArn", policySourceARN)
    parameters.set("ActionNames", list: actionNames)
    parameters.set("ResourceArns", list: resourceARNs)
    for (index, entry) in context.enumerated() {
      let prefix = "ContextEntries.member.\(index + 1)"
      parameters.set("\(prefix).ContextKeyName", entry.name)
      parameters.set("\(prefix).ContextKeyType", entry.type)
      parameters.set("\(prefix).ContextKeyValues", list: entry.values)
    }
    parameters.set("Marker", nextToken)
    return parameters.all
  }

  /// A page of results.
  public func output(xml result: XMLNode?) throws(AWSDecodingError) -> AWSPage<SimulationResult> {
    guard let result else { throw AWSDecodingError("the answer lacks \(operationName)Result") }
    var items: [SimulationResult] = []
    for entry in result.members("EvaluationResults") { items.append(try SimulationResult(entry)) }
    return AWSPage(items, nextToken: result.nextMarker)
  }
}
