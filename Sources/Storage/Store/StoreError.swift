import GRDB

/// Why the store could not do what was asked, and what to do next.
public struct StoreError: Error, Sendable, Hashable {
  /// What went wrong.
  public enum Kind: String, Sendable, Hashable {
    /// There is no room for more data on the disk, or the disk refused to write.
    case fullDisk = "full disk"
    /// The disk failed to read.
    case diskFailure = "disk failure"
    /// The file is damaged.
    case corrupt
    /// Another process keeps the file locked.
    case busy
    /// The file was written by a newer version of the program.
    case newerSchema = "newer schema"
    /// The folder or the file cannot be opened or written with the rights of this process.
    case inaccessible
    /// What was asked for does not exist, or contradicts what is stored.
    case refused
    /// Anything else.
    case other
  }

  /// What went wrong.
  public let kind: Kind
  /// What happened, in words, without values of stored data.
  public let message: String

  /// An error.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// What to do next.
  public var advice: String {
    switch kind {
    case .fullDisk:
      "free disk space or shorten the retention; events that were not acknowledged are sent again"
    case .diskFailure: "check the disk and the log of the system"
    case .corrupt: "stop the program, keep a copy of the data folder, and restore the latest backup"
    case .busy: "stop the other program that uses the data folder, or try again"
    case .newerSchema: "use a newer version of this program with this data folder"
    case .inaccessible: "check that the data folder exists and that this user may write to it"
    case .refused: "correct the request"
    case .other: "see the log of the program"
    }
  }
}

extension StoreError: CustomStringConvertible {
  /// The error in words, with what to do next.
  public var description: String { "\(kind.rawValue): \(message); \(advice)" }
}

extension StoreError {
  /// The error that an error of SQLite means. Result codes: https://www.sqlite.org/rescode.html
  init(_ error: DatabaseError) {
    let kind: Kind =
      switch error.resultCode {
      case .SQLITE_FULL: .fullDisk
      case .SQLITE_IOERR:
        Self.writeFailures.contains(error.extendedResultCode.rawValue) ? .fullDisk : .diskFailure
      case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt
      case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
      case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: .inaccessible
      case .SQLITE_CONSTRAINT: .refused
      default: .other
      }
    // The statement's arguments are not part of the message: they may hold secrets.
    self.init(kind, "\(error.message ?? "no message") (SQLite result \(error.extendedResultCode.rawValue))")
  }

  /// SQLITE_IOERR_WRITE, _FSYNC, _DIR_FSYNC, _TRUNCATE and _SHMSIZE.
  private static let writeFailures: Set<Int32> = [778, 1034, 1290, 1546, 4874]

  /// The error as the store reports it; other errors than SQLite's are returned as they are.
  static func translated(_ error: any Error) -> any Error {
    (error as? DatabaseError).map { StoreError($0) } ?? error
  }
}
