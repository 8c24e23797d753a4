import Synchronization

/// Wakes a loop that sleeps. A ring while nobody sleeps ends the next sleep.
final class Bell: Sendable {
  private struct State {
    var hasRung = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  func ring() {
    let waiter = state.withLock { state in
      let waiter = state.waiter
      state.waiter = nil
      state.hasRung = waiter == nil
      return waiter
    }
    waiter?.resume()
  }

  /// Sleeps until a ring, until the task is cancelled, or for a while. Only one task may sleep.
  func wait(atMost duration: Duration, _ sleep: @escaping @Sendable (Duration) async throws -> Void) async {
    let timer = Task {
      // A sleep that is interrupted rings for nobody.
      guard (try? await sleep(duration)) != nil else { return }
      self.ring()
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        let isOver = state.withLock { state in
          if state.hasRung || Task.isCancelled {
            state.hasRung = false
            return true
          }
          state.waiter = waiter
          return false
        }
        if isOver { waiter.resume() }
      }
    } onCancel: {
      ring()
    }
    timer.cancel()
  }
}
