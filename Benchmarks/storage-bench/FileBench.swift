import CloudTrail
import Events
import Foundation
import Inputs
import Storage

/// Inserts the events of files through GRDB alone. Reading them is not part of what is measured.
struct FileBench {
  let folder: URL
  /// The files, or a folder of files.
  let files: String

  /// Gathers what a reader finds and inserts it in batches.
  private final class Inserter: RecordHandler {
    var table: BareTable
    private let maker = EventDrafts()
    private var drafts: [EventDraft] = []
    private var seen: Set<String> = []
    private(set) var failure: (any Error)?

    init(_ table: BareTable) {
      self.table = table
    }

    func cloudTrailRecord(_ bytes: UnsafeBufferPointer<UInt8>, slots: SlotScanner) {
      add(maker.record(bytes, slots: slots))
    }

    func document(_ bytes: UnsafeBufferPointer<UInt8>, id: String?, index: String?) {
      if let draft = try? maker.document(bytes, id: id, index: index) { add(draft) }
    }

    private func add(_ draft: EventDraft) {
      guard seen.insert(draft.id).inserted else { return }
      drafts.append(draft)
      if drafts.count == EventBench.batch { flush() }
    }

    func flush() {
      do {
        try table.insert(drafts)
      } catch {
        failure = error
      }
      drafts.removeAll(keepingCapacity: true)
    }
  }

  func run() throws {
    let inserter = Inserter(try BareTable(folder: folder))
    let reader = RecordReader()
    for entry in FileList(paths: [files]).entries {
      let report = reader.read(entry, handler: inserter)
      for problem in report.problems { FileHandle.standardError.write(Data("\(problem)\n".utf8)) }
    }
    inserter.flush()
    if let failure = inserter.failure { throw failure }
    try inserter.table.report()
  }
}
