import TestSupport

extension SplitMix {
  /// One of several values.
  mutating func pick<T>(_ choices: [T]) -> T {
    choices[below(choices.count)]
  }

  /// A number from 0 to one less than a count.
  mutating func below(_ count: Int) -> Int {
    Int.random(in: 0..<count, using: &self)
  }
}
