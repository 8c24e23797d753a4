public import CloudTrail
public import Events

/// Finds out which files hold certain events. A finder serves one thread.
public final class EventFileFinder: RecordHandler {
  /// What was found.
  public private(set) var files = EventFiles()
  private let wanted: Set<String>
  private var file = 0

  /// A finder of the events with these identifiers, as alerts name them in `kibana.alert.ancestors`.
  public init(_ wanted: Set<String>) {
    self.wanted = wanted
  }

  /// Notes which file the next events come from.
  public func begin(file: Int) { self.file = file }

  /// Looks at a CloudTrail record.
  public func cloudTrailRecord(_ bytes: UnsafeBufferPointer<UInt8>, slots: SlotScanner) {
    note(Detector.identity(bytes, slots).id)
  }

  /// Looks at a document.
  public func document(_ bytes: UnsafeBufferPointer<UInt8>, id: String?, index: String?) {
    note(id ?? AlertID.content(bytes))
  }

  private func note(_ event: String) {
    if wanted.contains(event) { files.note(event, file: file) }
  }
}
