import CScan
import Events

/// A test that compares bytes, laid out for the inner loop: reading it takes no reference counting.
struct SimplePredicate {
  private enum Kind: UInt8 {
    case none
    case exists
    case equals
    case contains
    case startsWith
    case endsWith
    case isOneOf
  }

  let field: Int32
  private let kind: Kind
  private let ignoreAbove: Int
  private let bytes: UnsafeMutablePointer<UInt8>
  private let count: Int
  /// The values of a test for one of several; nil for other tests.
  private let table: UnsafeMutablePointer<FlatTable>?

  /// A copy of a predicate, which `deallocate` frees.
  init(_ predicate: Predicate) {
    field = Int32(predicate.field)
    ignoreAbove = predicate.ignoreAbove ?? .max
    let literal: [UInt8]
    switch predicate.operation {
    case .exists: (kind, literal) = (.exists, [])
    case .bytes(let wanted, ignoresCase: false): (kind, literal) = (.equals, wanted)
    case .pattern(let pattern):
      switch pattern.simpleForm {
      case .contains(let wanted)?: (kind, literal) = (.contains, wanted)
      case .startsWith(let wanted)?: (kind, literal) = (.startsWith, wanted)
      case .endsWith(let wanted)?: (kind, literal) = (.endsWith, wanted)
      case nil: (kind, literal) = (.none, [])
      }
    case .set(_, ignoresCase: false): (kind, literal) = (.isOneOf, [])
    default: (kind, literal) = (.none, [])
    }
    if case .set(let set, ignoresCase: false) = predicate.operation {
      table = .allocate(capacity: 1)
      table?.initialize(to: FlatTable(set))
    } else {
      table = nil
    }
    bytes = .allocate(capacity: max(1, literal.count))
    bytes.update(from: literal, count: literal.count)
    count = literal.count
  }

  func deallocate() {
    bytes.deallocate()
    table?.pointee.deallocate()
    table?.deallocate()
  }

  /// Whether the test is one of those that are simple.
  @inline(__always)
  var isSimple: Bool { kind != .none }

  /// Whether one of the values passes.
  @inline(__always)
  func passes(_ values: FieldValues) -> Bool {
    for value in values where passes(value) { return true }
    return false
  }

  @inline(__always)
  private func passes(_ value: FieldValue) -> Bool {
    let length = value.bytes.count
    if length > ignoreAbove, value.length > ignoreAbove { return false }
    if kind == .exists { return true }
    if kind == .isOneOf { return table?.pointee.find(value.bytes) != nil }
    guard length >= count else { return false }
    guard let start = value.bytes.baseAddress else { return count == 0 }
    switch kind {
    case .none, .exists, .isOneOf: return true
    case .equals: return length == count && nj_equal(start, bytes, count) != 0
    case .contains: return nj_find(start, start + length, bytes, count) != nil
    case .startsWith: return nj_equal(start, bytes, count) != 0
    case .endsWith: return nj_equal(start + (length - count), bytes, count) != 0
    }
  }
}
