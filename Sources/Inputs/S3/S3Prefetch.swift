import AWS
import Dispatch
import Synchronization

/// Downloads the objects of a list ahead of the threads that read them, a few at a time, so that neither the network nor
/// the readers wait for each other and little lies on disk.
final class S3Prefetch: Sendable {
  private let downloader: S3Downloader
  private let objects: [S3ObjectReference]
  /// How many objects are downloaded or wait to be read, at most.
  private let window: Int
  private let state: Mutex<State>

  private struct State {
    /// The first object that was not asked for yet.
    var next = 0
    /// Objects that are on their way or wait to be read.
    var waiting: [Int: Slot] = [:]
  }

  private struct Slot {
    let done = DispatchSemaphore(value: 0)
    var result: Result<TemporaryFile, AWSError>?
  }

  init(downloader: S3Downloader, objects: [S3ObjectReference], window: Int) {
    self.downloader = downloader
    self.objects = objects
    self.window = max(1, window)
    state = Mutex(State())
  }

  /// The file of an object. Blocks the thread until it is there: call it from threads that may block, not from tasks.
  func take(_ number: Int) throws(InputProblem.Reason) -> TemporaryFile {
    let done = state.withLock { state in
      if state.waiting[number] == nil { start(number, &state) }
      state.next = max(state.next, number + 1)
      while state.waiting.count < window, state.next < objects.count {
        if state.waiting[state.next] == nil { start(state.next, &state) }
        state.next += 1
      }
      return state.waiting[number]?.done
    }
    done?.wait()
    let result = state.withLock { $0.waiting.removeValue(forKey: number)?.result }
    switch result {
    case .success(let file): return file
    case .failure(let error): throw .unreadable("\(error)")
    case nil: throw .unreadable("the object is read twice at once")
    }
  }

  private func start(_ number: Int, _ state: inout State) {
    let slot = Slot()
    state.waiting[number] = slot
    let object = objects[number]
    Task {
      let result: Result<TemporaryFile, AWSError>
      do throws(AWSError) {
        result = .success(try await downloader.download(object))
      } catch {
        result = .failure(error)
      }
      self.state.withLock { $0.waiting[number]?.result = result }
      slot.done.signal()
    }
  }
}
