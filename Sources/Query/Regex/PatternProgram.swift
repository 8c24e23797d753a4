/// A regular expression as instructions for a machine that goes through all alternatives at once.
struct PatternProgram: Sendable {
  /// What the machine does. Reading an instruction takes no reference counting.
  enum Instruction: Sendable {
    /// Reads a character that is in a set.
    case set(QuickSet)
    /// Goes on at both places; the first is preferred.
    case split(Int, Int)
    case jump(Int)
    /// Notes the place in the text.
    case save(Int)
    case assertion(PatternNode.Assertion)
    /// Looks ahead or behind with another program, by its number among `looks`.
    case look(Int, width: Int?, isNegated: Bool)
    case match
  }

  /// A set that knows by two words which ASCII characters it has.
  struct QuickSet: Sendable {
    fileprivate let low: UInt64
    fileprivate let high: UInt64
    /// The set, by its number among `sets`.
    fileprivate let number: Int
  }

  /// A program may have this many instructions.
  static let maximumSize = 50_000

  private(set) var instructions: [Instruction] = []
  private var sets: [ScalarSet] = []
  private(set) var looks: [PatternProgram] = []
  let slotCount: Int
  /// What the first character of a fit may be; nil when a fit may be empty.
  private(set) var starts: QuickSet?

  init(_ node: PatternNode, groups: Int) throws(RegexError) {
    slotCount = 2 * (groups + 1)
    append(.save(0))
    try compile(node)
    append(.save(1))
    append(.match)
    starts = firstCharacters().map { add($0) }
  }

  /// Whether a set has a character.
  @inline(__always)
  func has(_ set: QuickSet, _ value: UInt32) -> Bool {
    switch value {
    case 0..<64: set.low >> UInt64(value) & 1 == 1
    case 64..<128: set.high >> UInt64(value - 64) & 1 == 1
    default: sets[set.number].contains(value)
    }
  }

  private mutating func add(_ set: ScalarSet) -> QuickSet {
    var words: (low: UInt64, high: UInt64) = (0, 0)
    for range in set.ranges where range.lowerBound < 128 {
      for value in range.clamped(to: 0...127) {
        if value < 64 { words.low |= 1 << UInt64(value) } else { words.high |= 1 << UInt64(value - 64) }
      }
    }
    sets.append(set)
    return QuickSet(low: words.low, high: words.high, number: sets.count - 1)
  }

  /// The characters that the sets have which are reached before anything is read; nil when a fit may be empty.
  private func firstCharacters() -> ScalarSet? {
    var found: [ClosedRange<UInt32>] = []
    var seen = Set<Int>()
    var pending = [0]
    while let place = pending.popLast() {
      guard seen.insert(place).inserted else { continue }
      switch instructions[place] {
      case .set(let set): found += sets[set.number].ranges
      case .split(let first, let second): pending += [first, second]
      case .jump(let target): pending.append(target)
      case .save, .assertion, .look: pending.append(place + 1)
      case .match: return nil
      }
    }
    return ScalarSet(found)
  }

  private mutating func append(_ instruction: Instruction) { instructions.append(instruction) }

  private mutating func compile(_ node: PatternNode) throws(RegexError) {
    guard instructions.count < Self.maximumSize else {
      throw RegexError("the pattern is too large: more than \(Self.maximumSize) steps", at: 0)
    }
    switch node {
    case .empty: return
    case .set(let set): append(.set(add(set)))
    case .assertion(let assertion): append(.assertion(assertion))
    case .concatenation(let parts): for part in parts { try compile(part) }
    case .alternation(let parts): try alternation(parts[...])
    case .group(let inner, let number):
      append(.save(2 * number + 2))
      try compile(inner)
      append(.save(2 * number + 3))
    case .look(let inner, let isBehind, let isNegated):
      looks.append(try PatternProgram(inner, groups: slotCount / 2 - 1))
      append(.look(looks.count - 1, width: isBehind ? inner.width : nil, isNegated: isNegated))
    case .repetition(let inner, let minimum, let maximum, let isLazy):
      for _ in 0..<minimum { try compile(inner) }
      guard let maximum else { return try loop(inner, isLazy) }
      try optional(inner, maximum - minimum, isLazy)
    }
  }

  private mutating func alternation(_ parts: ArraySlice<PatternNode>) throws(RegexError) {
    guard let first = parts.first else { return }
    guard parts.count > 1 else { return try compile(first) }
    let split = instructions.count
    append(.split(split + 1, 0))
    try compile(first)
    let jump = instructions.count
    append(.jump(0))
    instructions[split] = .split(split + 1, instructions.count)
    try alternation(parts.dropFirst())
    instructions[jump] = .jump(instructions.count)
  }

  private mutating func loop(_ inner: PatternNode, _ isLazy: Bool) throws(RegexError) {
    let split = instructions.count
    append(.split(0, 0))
    try compile(inner)
    append(.jump(split))
    let end = instructions.count
    instructions[split] = isLazy ? .split(end, split + 1) : .split(split + 1, end)
  }

  private mutating func optional(_ inner: PatternNode, _ count: Int, _ isLazy: Bool) throws(RegexError) {
    var splits: [Int] = []
    for _ in 0..<count {
      splits.append(instructions.count)
      append(.split(0, 0))
      try compile(inner)
    }
    let end = instructions.count
    for split in splits { instructions[split] = isLazy ? .split(end, split + 1) : .split(split + 1, end) }
  }
}
