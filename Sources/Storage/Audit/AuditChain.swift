import Crypto
import Events
import Foundation
import OrderedCollections

/// How entries of the audit log hang together.
enum AuditChain {
  /// What the first entry follows.
  static let start = Data(repeating: 0, count: SHA256.byteCount)

  /// The hash of an entry: the SHA-256 of the hash before and of the entry's text.
  static func hash(after previous: Data, _ entry: String) -> Data {
    var hash = SHA256()
    hash.update(data: previous)
    hash.update(data: Data(entry.utf8))
    return Data(hash.finalize())
  }

  /// What a checkpoint signs.
  static func statement(seq: Int64, at: Int64, hash: Data) -> Data {
    Data("nightjar/audit/checkpoint\n\(seq)\n\(at)\n\(Hexadecimal.text(hash))\n".utf8)
  }

  /// A value with the members of every object in the order of their names' bytes.
  static func canonical(_ value: JSON) -> JSON {
    switch value {
    case .object(let members):
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      return .object(JSONObject(uniqueKeysWithValues: sorted.map { ($0.key, canonical($0.value)) }))
    case .array(let elements): return .array(elements.map(canonical))
    case .null, .bool, .number, .string: return value
    }
  }
}
