import Events
import OrderedCollections
import Rules

/// A folder that is watched: `[[input.folder]]`.
public struct FolderInputSettings: Sendable, Hashable {
  /// The folder.
  public let path: String

  /// A folder.
  public init(path: String) {
    self.path = path
  }

  init(_ table: FieldReader) throws(FieldError) {
    try table.refuseUnknown(["path"])
    path = try table.requiredString("path")
  }
}
