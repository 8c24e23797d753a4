import Storage

extension EventBench {
  /// The same rows through GRDB alone.
  func bare() throws {
    var table = try BareTable(folder: folder)
    var records = records
    while table.count < count {
      var drafts: [EventDraft] = []
      for _ in 0..<min(Self.batch, count - table.count) { drafts.append(try records.draft()) }
      try table.insert(drafts)
    }
    try table.report()
  }
}
