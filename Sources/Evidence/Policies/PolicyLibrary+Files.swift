import Events
import Foundation
import OrderedCollections

/// Reading policies from a folder.
extension PolicyLibrary {
  private static let maximum = (files: 20_000, bytes: 64 << 20, depth: 8)

  /// Reads a folder: files of `aws iam get-account-authorization-details` wherever they lie, and single policies as
  /// `users/NAME/POLICY.json`, `roles/NAME/POLICY.json`, `groups/NAME/POLICY.json`, `scps/LEVEL/POLICY.json` and
  /// `resources/NAME.json`, all of it also below a folder that is named like an account. `boundary.json` of a user or role
  /// is its permissions boundary, `groups.json` of a user the list of its groups. What cannot be read is a problem and
  /// hides nothing else.
  ///
  /// - Throws: `EvidenceError` when there is no such folder.
  public init(folder: String) throws(EvidenceError) {
    self.init()
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw EvidenceError(place: folder, message: "no such folder; --policies takes a folder of policies")
    }
    var count = 0
    visit(folder, [], &count)
    if identities.isEmpty, serviceControl.isEmpty, problems.isEmpty {
      problems.append(
        EvidenceError(place: folder, message: "holds no policies; see docs/investigate.md for the layout"))
    }
  }

  private mutating func visit(_ folder: String, _ path: [String], _ count: inout Int) {
    guard path.count < Self.maximum.depth else { return note(folder, "folders are nested too deep") }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    } catch {
      return note(folder, "cannot be read: \(error.localizedDescription)")
    }
    for name in names where !name.hasPrefix(".") {
      let full = "\(folder)/\(name)"
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: full, isDirectory: &isFolder) else { continue }
      if isFolder.boolValue {
        visit(full, path + [name], &count)
        continue
      }
      guard name.hasSuffix(".json") else { continue }
      count += 1
      guard count <= Self.maximum.files else {
        return note(folder, "more than \(Self.maximum.files) files are not read")
      }
      read(full, path, String(name.dropLast(5)))
    }
  }

  private mutating func note(_ place: String, _ message: String) {
    problems.append(EvidenceError(place: place, message: message))
  }

  private mutating func read(_ file: String, _ path: [String], _ name: String) {
    let json: JSON
    do {
      let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
      guard size <= Self.maximum.bytes else {
        return note(file, "has \(size) bytes; \(Self.maximum.bytes) are read")
      }
      json = try JSONReader.read(Array(try Data(contentsOf: URL(filePath: file))))
    } catch let error as JSONError {
      return note(file, "is no JSON: \(error)")
    } catch {
      return note(file, "cannot be read: \(error.localizedDescription)")
    }
    do throws(EvidenceError) {
      if AuthorizationDetails.isOne(json) {
        problems += AuthorizationDetails.add(json, place: file, to: &self)
      } else {
        try add(json, path, name, file)
      }
    } catch {
      problems.append(error)
    }
  }

  /// Adds a policy by its place.
  private mutating func add(_ json: JSON, _ path: [String], _ name: String, _ file: String)
    throws(EvidenceError)
  {
    var path = path
    var account = "*"
    if let first = path.first, first.count == 12, first.allSatisfy(\.isNumber) {
      account = first
      path.removeFirst()
    }
    switch (path.first, path.count) {
    case ("users", 2), ("roles", 2), ("groups", 2):
      let key = Key(account: account, kind: String(path[0].dropLast()), name: path[1])
      try add(json, to: key, name, file)
    case ("scps", 1...2):
      let level = path.count == 2 ? path[1] : ""
      let policy = try PolicyDocument(json, name: name)
      serviceControl[account, default: [:]][level, default: []].append(policy)
    case ("resources", 1):
      guard let arn = json["arn"]?.string, let policy = json["policy"] else {
        throw EvidenceError(place: file, message: "needs an arn and a policy")
      }
      resources[arn] = try PolicyDocument(policy, name: name)
    default:
      throw EvidenceError(
        place: file,
        message: "lies in no folder that says whose policy it is; see docs/investigate.md for the layout")
    }
  }

  private mutating func add(_ json: JSON, to key: Key, _ name: String, _ file: String) throws(EvidenceError) {
    if name == "groups", let groups = json.array {
      update(key) { $0.groups += groups.compactMap(\.string) }
      return
    }
    do throws(EvidenceError) {
      let policy = try PolicyDocument(json, name: name)
      update(key) { identity in
        if name == "boundary" { identity.boundary = policy } else { identity.policies.append(policy) }
      }
    } catch {
      throw EvidenceError(place: file, message: error.message)
    }
  }
}
