/// Runs a program over a text: all alternatives step by step, the preferred one first.
///
/// Source: R. Cox, "Regular Expression Matching: the Virtual Machine Approach" (https://swtch.com/~rsc/regexp/regexp2.html).
struct PatternMachine {
  private struct Thread {
    let place: Int
    let slots: [Int]
  }

  private let program: PatternProgram
  private let text: [Unicode.Scalar]
  /// For each instruction the step at which it was last added.
  private var added: [Int]
  private var step = 0
  /// What is left to follow while a place is added, and the slots that threads begin with.
  private var pending: [(place: Int, slots: [Int])] = []
  private let noSlots: [Int]
  /// How many steps may still be taken.
  private(set) var stepsLeft: Int

  init(_ program: PatternProgram, _ text: [Unicode.Scalar], steps: Int) {
    stepsLeft = steps
    self.program = program
    self.text = text
    added = Array(repeating: 0, count: program.instructions.count)
    noSlots = Array(repeating: -1, count: program.slotCount)
  }

  /// The places that the preferred fit saved; nil when the program fits nowhere.
  mutating func run(from start: Int, isAnchored: Bool) -> [Int]? {
    var current: [Thread] = []
    var next: [Thread] = []
    var found: [Int]?
    var position = start
    while position <= text.count {
      stepsLeft -= current.count + 1
      guard stepsLeft > 0 else {
        stepsLeft = 0
        return nil
      }
      if current.isEmpty, found == nil, !isAnchored, !mayStart(position) {
        position += 1
        continue
      }
      step += 1
      // Threads of the list were added at this position already; their marks are renewed.
      for thread in current { added[thread.place] = step }
      if found == nil, !isAnchored || position == start {
        add(0, noSlots, position, &current)
      }
      if current.isEmpty {
        if found != nil || isAnchored { break }
        position += 1
        continue
      }
      step += 1
      next.removeAll(keepingCapacity: true)
      for thread in current {
        switch program.instructions[thread.place] {
        case .set(let set):
          guard position < text.count, program.has(set, text[position].value) else { continue }
          add(thread.place + 1, thread.slots, position + 1, &next)
          continue
        case .match: found = thread.slots
        default: continue
        }
        break
      }
      swap(&current, &next)
      position += 1
    }
    return found
  }

  /// Whether a fit may begin at a place.
  private func mayStart(_ position: Int) -> Bool {
    guard let starts = program.starts else { return true }
    return position < text.count && program.has(starts, text[position].value)
  }

  /// Follows instructions that read nothing.
  private mutating func add(_ place: Int, _ slots: [Int], _ position: Int, _ list: inout [Thread]) {
    pending.append((place, slots))
    while let (place, slots) = pending.popLast() {
      guard added[place] != step else { continue }
      added[place] = step
      switch program.instructions[place] {
      case .jump(let target): pending.append((target, slots))
      case .split(let first, let second):
        pending.append((second, slots))
        pending.append((first, slots))
      case .save(let slot):
        var slots = slots
        slots[slot] = position
        pending.append((place + 1, slots))
      case .assertion(let assertion): if holds(assertion, position) { pending.append((place + 1, slots)) }
      case .look(let number, let width, let isNegated):
        if looks(program.looks[number], width, position) != isNegated { pending.append((place + 1, slots)) }
      case .set, .match: list.append(Thread(place: place, slots: slots))
      }
    }
  }

  private func holds(_ assertion: PatternNode.Assertion, _ position: Int) -> Bool {
    switch assertion {
    case .start: position == 0
    case .end: position == text.count || (position == text.count - 1 && text[position] == "\n")
    case .wordBoundary: isWord(position - 1) != isWord(position)
    case .notWordBoundary: isWord(position - 1) == isWord(position)
    }
  }

  private func isWord(_ position: Int) -> Bool {
    text.indices.contains(position) && ScalarSet.word.contains(text[position].value)
  }

  /// How far a look ahead reads.
  private static let maximumLook = 4096

  private mutating func looks(_ inner: PatternProgram, _ width: Int?, _ position: Int) -> Bool {
    if let width {
      guard position >= width else { return false }
      var machine = PatternMachine(inner, Array(text[(position - width)..<position]), steps: stepsLeft)
      defer { stepsLeft = machine.stepsLeft }
      return machine.run(from: 0, isAnchored: true).map { $0[1] == width } ?? false
    }
    var machine = PatternMachine(inner, Array(text[position...].prefix(Self.maximumLook)), steps: stepsLeft)
    defer { stepsLeft = machine.stepsLeft }
    return machine.run(from: 0, isAnchored: true) != nil
  }
}
