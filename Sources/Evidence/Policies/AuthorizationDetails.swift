import Events
import OrderedCollections

/// Reads what `aws iam get-account-authorization-details` prints
/// (https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html).
enum AuthorizationDetails {
  private static let lists = ["UserDetailList", "RoleDetailList", "GroupDetailList", "Policies"]

  static func isOne(_ json: JSON) -> Bool { lists.contains { json[$0]?.array != nil } }

  /// Adds everything to a library.
  ///
  /// - Returns: What could not be read.
  static func add(_ json: JSON, place: String, to library: inout PolicyLibrary) -> [EvidenceError] {
    var problems: [EvidenceError] = []
    for policy in json["Policies"]?.array ?? [] {
      guard let arn = policy["Arn"]?.string else { continue }
      let versions = policy["PolicyVersionList"]?.array ?? []
      guard let current = versions.first(where: { $0["IsDefaultVersion"]?.bool == true }) ?? versions.first,
        let document = current["Document"],
        let read = read(document, policy["PolicyName"]?.string ?? arn, place, &problems)
      else { continue }
      library.managed[arn] = read
    }
    for (list, kind) in [
      ("UserDetailList", "user"), ("RoleDetailList", "role"), ("GroupDetailList", "group"),
    ] {
      for entry in json[list]?.array ?? [] { add(entry, kind, place, &library, &problems) }
    }
    return problems
  }

  private static func add(
    _ entry: JSON, _ kind: String, _ place: String, _ library: inout PolicyLibrary,
    _ problems: inout [EvidenceError]
  ) {
    let prefix = kind.prefix(1).uppercased() + kind.dropFirst()
    guard let name = entry["\(prefix)Name"]?.string else { return }
    let account = entry["Arn"]?.string.flatMap { PolicyLibrary.parts($0)?.account } ?? "*"
    let inline = (entry["\(prefix)PolicyList"]?.array ?? []).compactMap { policy -> PolicyDocument? in
      policy["PolicyDocument"].flatMap {
        read($0, policy["PolicyName"]?.string ?? "inline", place, &problems)
      }
    }
    library.update(PolicyLibrary.Key(account: account, kind: kind, name: name)) { identity in
      identity.policies += inline
      identity.attached += (entry["AttachedManagedPolicies"]?.array ?? []).compactMap {
        $0["PolicyArn"]?.string
      }
      identity.groups += (entry["GroupList"]?.array ?? []).compactMap(\.string)
      identity.boundaryARN =
        entry[path: "PermissionsBoundary.PermissionsBoundaryArn"]?.string ?? identity.boundaryARN
    }
  }

  /// Documents stand there as objects, or percent-encoded as the API returns them.
  private static func read(
    _ document: JSON, _ name: String, _ place: String, _ problems: inout [EvidenceError]
  ) -> PolicyDocument? {
    do throws(EvidenceError) {
      if let text = document.string { return try PolicyDocument(text: text, name: name) }
      return try PolicyDocument(document, name: name)
    } catch {
      problems.append(EvidenceError(place: place, message: "\(error)"))
      return nil
    }
  }
}
