import ArgumentParser
import Events

/// A time on the command line: ISO 8601, or date maths such as `now-7d`.
struct TimeArgument: ExpressibleByArgument {
  let time: Timestamp

  init?(argument: String) {
    guard let time = DateMath(argument)?.resolve(now: .now) else { return nil }
    self.time = time
  }

  static var defaultCompletionKind: CompletionKind { .list(["now-1h", "now-1d", "now-7d", "now-30d"]) }
}
