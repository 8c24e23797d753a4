public import Events

/// Something in the input that could not be read: it is reported, and everything else is still processed.
public struct InputProblem: Error, Sendable, Hashable {
  /// What was wrong.
  public enum Reason: Error, Sendable, Hashable {
    /// The file could not be opened or read; the system's message.
    case unreadable(String)
    /// The path leads nowhere.
    case notFound
    /// No file format that holds records.
    case notAFile
    /// A gzip stream that ends too early.
    case truncatedGzip
    /// A gzip stream that is damaged.
    case corruptGzip
    /// More output than `InputLimits` allows.
    case gzipBomb(bytes: Int)
    /// Not JSON.
    case json(JSONError.Reason)
    /// A value where an object was expected.
    case notAnObject
    /// A JSON object that is neither a CloudTrail record nor an ECS document nor an envelope of them.
    case unknownShape
    /// A value longer than `InputLimits.recordBytes`.
    case recordTooLong
    /// Envelopes inside envelopes, deeper than `InputLimits.envelopeDepth`.
    case envelopesTooDeep
    /// A source that cannot be read in this place.
    case unsupportedSource(String)
  }

  /// The file as the user named it, or `-` for standard input.
  public let path: String
  /// The byte offset in the file's text (after decompression); nil when the whole file is meant.
  public let offset: Int?
  /// What was wrong.
  public let reason: Reason

  /// A problem with a file, at an offset of its text where that is known.
  public init(path: String, offset: Int? = nil, reason: Reason) {
    self.path = path
    self.offset = offset
    self.reason = reason
  }
}

extension InputProblem.Reason: CustomStringConvertible {
  /// The reason in words.
  public var description: String {
    switch self {
    case .unreadable(let message): "cannot be read: \(message)"
    case .notFound: "no such file or folder"
    case .notAFile: "neither a file nor a folder"
    case .truncatedGzip: "gzip data ends too early; fetch the file again"
    case .corruptGzip: "gzip data is corrupt; fetch the file again"
    case .gzipBomb(let bytes): "expands beyond \(bytes) bytes, far more than logs do; not read further"
    case .json(let reason): "invalid JSON: \(reason)"
    case .notAnObject: "not an object; a record must be one"
    case .unknownShape: "neither a CloudTrail record nor an ECS document"
    case .recordTooLong: "a record is longer than \(InputLimits.standard.recordBytes) bytes"
    case .envelopesTooDeep: "too many envelopes inside each other"
    case .unsupportedSource(let what): "\(what) cannot be read here; download the objects and name the folder"
    }
  }
}

extension InputProblem: CustomStringConvertible {
  /// The file, the offset and the reason in words.
  public var description: String {
    guard let offset else { return "\(path): \(reason)" }
    return "\(path): at byte \(offset): \(reason)"
  }
}
