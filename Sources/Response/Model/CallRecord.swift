public import Events
public import OrderedCollections

/// A call of AWS that was made, and what came back.
public struct CallRecord: Sendable, Hashable {
  /// What a call was made for.
  public enum Purpose: String, Sendable, Hashable {
    /// To know whose credentials are used.
    case identify
    /// To read the state before.
    case observe
    /// To change something.
    case act
    /// To read whether it had its effect.
    case verify
  }

  /// The longest text of an answer that is kept, in bytes.
  static let answerLimit = 65_536

  /// What it was made for.
  public let purpose: Purpose
  /// The action of IAM that permits it.
  public let action: String
  /// Its parameters.
  public let parameters: JSONObject
  /// The region.
  public let region: String
  /// When it was made.
  public let at: Timestamp
  /// The identifier of the request on the service's side; nil when there was no answer.
  public let requestID: String?
  /// The HTTP status; nil when there was no answer.
  public let status: Int?
  /// Why it failed; nil when it succeeded.
  public let failure: String?
  /// The SHA-256 of the answer's bytes, in hexadecimal; nil when it failed.
  public let answerHash: String?
  /// The answer, byte for byte; nil when it failed, is longer than 64 KiB, or is no text.
  public let answer: String?

  var json: JSON {
    var members: JSONObject = [
      "purpose": .string(purpose.rawValue), "action": .string(action), "parameters": .object(parameters),
      "region": .string(region), "at": .string(at.description),
    ]
    if let requestID { members["request_id"] = .string(requestID) }
    if let status { members["http_status"] = .number(JSONNumber(status)) }
    if let failure { members["error"] = .string(failure) }
    if let answerHash { members["answer_sha256"] = .string(answerHash) }
    if let answer { members["answer"] = .string(answer) }
    return .object(members)
  }

  /// The record without the answer itself, for the audit log.
  var brief: JSON {
    guard case .object(var members) = json else { return json }
    members["answer"] = nil
    return .object(members)
  }
}
