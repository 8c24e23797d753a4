public import CloudTrail
import Foundation
import Synchronization

/// Reads many files on several threads. Threads share nothing but the list of files.
public struct FileScan: Sendable {
  /// How far a scan has come.
  public struct Progress: Sendable {
    /// Files that were read to their end.
    public var files = 0
    /// Bytes of those files as they lie on disk.
    public var storedBytes = 0
    /// Bytes of their text.
    public var textBytes = 0
  }

  private let list: FileList
  private let threads: Int
  private let limits: InputLimits

  /// A scan of the files of a list on a number of threads, at least one.
  public init(list: FileList, threads: Int, limits: InputLimits = .standard) {
    self.list = list
    self.threads = max(1, min(threads, max(1, list.entries.count)))
    self.limits = limits
  }

  /// Reads every file. `makeHandler` is called once on each thread; when there is nothing left to read, `finish` is
  /// called there with the handler. `tick` is called on the calling thread about ten times a second; when it returns
  /// false, no further file is begun.
  ///
  /// - Returns: A report for each file that was read, in the order of the list.
  public func run<Handler: RecordHandler & SendableMetatype>(
    makeHandler: @escaping @Sendable () -> Handler,
    finish: @escaping @Sendable (Handler) -> Void,
    tick: (Progress) -> Bool
  ) -> [FileReport] {
    let state = Mutex(State(reports: Array(repeating: nil, count: list.entries.count)))
    let running = DispatchGroup()
    for _ in 0..<threads {
      running.enter()
      let thread = Thread {
        work(state, makeHandler, finish)
        running.leave()
      }
      // Room for documents that are nested as deep as the reader allows.
      thread.stackSize = 16 << 20
      thread.start()
    }
    while running.wait(timeout: .now() + .milliseconds(100)) == .timedOut {
      let progress = state.withLock(\.progress)
      if !tick(progress) { state.withLock { $0.next = list.entries.count } }
    }
    _ = tick(state.withLock(\.progress))
    return state.withLock { $0.reports.compactMap(\.self) }
  }

  private struct State: Sendable {
    var next = 0
    var progress = Progress()
    var reports: [FileReport?]
  }

  private func work<Handler: RecordHandler & SendableMetatype>(
    _ state: borrowing Mutex<State>, _ makeHandler: () -> Handler, _ finish: (Handler) -> Void
  ) {
    let reader = RecordReader(limits: limits)
    let handler = makeHandler()
    while let number = state.withLock({ takeNext(&$0) }) {
      let entry = list.entries[number]
      handler.begin(file: number)
      let report = reader.read(entry, handler: handler)
      state.withLock { state in
        state.reports[number] = report
        state.progress.files += 1
        state.progress.storedBytes += entry.size
        state.progress.textBytes += report.textBytes
      }
    }
    finish(handler)
  }

  private func takeNext(_ state: inout State) -> Int? {
    guard state.next < list.entries.count else { return nil }
    state.next += 1
    return state.next - 1
  }
}
