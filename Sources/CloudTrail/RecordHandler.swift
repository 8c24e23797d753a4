public import Events

/// What takes records as they are read, one after the other. Bytes and slots are borrowed for the time of the call.
public protocol RecordHandler: AnyObject {
  /// The next events come from this file, by its number in the list of files.
  func begin(file: Int)

  /// A CloudTrail record.
  ///
  /// - Parameters:
  ///   - bytes: The exact text of the record.
  ///   - slots: The scanner whose latest scan was of this record, with the plan `RecordSlot.plan`.
  func cloudTrailRecord(_ bytes: UnsafeBufferPointer<UInt8>, slots: SlotScanner)

  /// An ECS document.
  ///
  /// - Parameters:
  ///   - bytes: The exact text of the document.
  ///   - id: The `_id` of an Elasticsearch hit; nil when the document came without.
  ///   - index: The `_index` of an Elasticsearch hit; nil when the document came without.
  func document(_ bytes: UnsafeBufferPointer<UInt8>, id: String?, index: String?)
}

extension RecordHandler {
  /// Does nothing.
  public func begin(file: Int) {}
}
