import Events
import OrderedCollections

/// A document in the making: each object of it stands by itself until all are put together at the end, so that a field
/// is set with one look-up. Members keep the order in which they first appear, objects that of their first member.
struct DocumentBuilder {
  /// An object of the document, with the place in its parent that is kept for it.
  private struct Part {
    let object: DocumentObject
    let place: Int
    var members: JSONObject = [:]
  }

  /// The objects that have members or are parents of such, parents first.
  private var parts = [Part(object: .root, place: 0)]
  /// For each object its number in `parts`; 0, which is the root, stands for none.
  private var numbers = [Int](repeating: 0, count: DocumentObject.allCases.count)
  /// Whether a member was ever set to a null, an empty text or an empty container.
  private(set) var hasEmptyValues = false

  /// A member of an object; nil when it has none of this name.
  subscript(object: DocumentObject, key: String) -> JSON? {
    let number = numbers[object.rawValue]
    return number == 0 && object != .root ? nil : parts[number].members[key]
  }

  /// Sets a member of an object.
  mutating func set(_ object: DocumentObject, _ key: String, to value: JSON) {
    if Self.isEmpty(value) { hasEmptyValues = true }
    let number = number(of: object)
    parts[number].members.updateValue(value, forKey: key)
  }

  /// Adds a text to the list that is a member of an object, unless it is there.
  mutating func append(_ text: String, to object: DocumentObject, _ key: String) {
    let number = number(of: object)
    guard let place = parts[number].members.index(forKey: key),
      case .array(var list) = parts[number].members.values[place]
    else {
      set(object, key, to: [.string(text)])
      return
    }
    guard !list.contains(.string(text)) else { return }
    // Taking the list out before changing it keeps its storage unique.
    parts[number].members.values[place] = .null
    list.append(.string(text))
    parts[number].members.values[place] = .array(list)
  }

  private static func isEmpty(_ value: JSON) -> Bool {
    switch value {
    case .null: true
    case .string(let text): text.isEmpty
    case .array(let elements): elements.isEmpty
    case .object(let members): members.isEmpty
    case .bool, .number: false
    }
  }

  /// The number of an object in `parts`; makes it, and its parents, when it is not there.
  private mutating func number(of object: DocumentObject) -> Int {
    let known = numbers[object.rawValue]
    if known != 0 || object == .root { return known }
    let parent = number(of: object.parent)
    let place = parts[parent].members.count
    parts[parent].members[object.key] = .null
    numbers[object.rawValue] = parts.count
    parts.append(Part(object: object, place: place))
    return parts.count - 1
  }

  /// Makes room for members of an object that will be set later.
  mutating func reserve(_ object: DocumentObject, _ count: Int) {
    parts[number(of: object)].members.reserveCapacity(count)
  }

  /// Puts the objects together. The builder must not be changed afterwards.
  mutating func finish() -> JSONObject {
    while parts.count > 1, let part = parts.popLast() {
      parts[numbers[part.object.parent.rawValue]].members.values[part.place] = .object(part.members)
    }
    return parts[0].members
  }
}
