import AWS
import Events
import OrderedCollections

/// What plans, records and policies say of an operation.
enum OperationName {
  /// The action of IAM that permits an operation. For the services here it is the name in signatures and the name of the
  /// operation. Source: Service Authorization Reference, "Actions defined by …" of each service.
  static func action(_ operation: any AWSOperation) -> String {
    "\(type(of: operation).service.signingName):\(operation.operationName)"
  }

  /// The parameters of an operation, whatever its protocol.
  static func parameters(_ operation: any AWSOperation) -> JSONObject {
    switch operation {
    case let operation as any AWSJSONOperation: return operation.input
    case let operation as any AWSQueryOperation:
      return JSONObject(
        operation.parameters.map { ($0.name, .string($0.value)) }, uniquingKeysWith: { _, last in last })
    case let operation as any AWSRESTOperation:
      var members: JSONObject = [:]
      // The only parameter in a path is the identifier of a detector.
      let steps = operation.path.split(separator: "/")
      if steps.count == 2, steps[0] == "detector" { members["detectorId"] = .string(String(steps[1])) }
      for (name, value) in operation.query { members[name] = .string(value) }
      return members.merging(operation.input ?? [:]) { _, last in last }
    default: return [:]
    }
  }
}
