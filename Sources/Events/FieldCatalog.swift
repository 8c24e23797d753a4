/// The fields that a set of compiled queries reads, numbered densely.
///
/// Queries add the fields they need while they compile; a source of events then prepares one slot a field.
public struct FieldCatalog: Sendable {
  /// A field with what matching must know of it.
  public struct Entry: Sendable, Hashable {
    /// The dotted ECS path, such as `event.action`.
    public let path: String
    /// The mapping type.
    public let type: FieldType
    /// Values with more UTF-16 units than this are not searchable; nil means no limit.
    public let ignoreAbove: Int?
    /// Whether a mapping names the field. The values of other fields are what they look like.
    public let isMapped: Bool
    /// What the user's own mapping says of the field; nil when it says nothing.
    public let mapped: MappedField?

    /// The path that the values have in documents.
    public var source: String { mapped?.source ?? path }

    /// Whether a value is not too long to be searched.
    public func isSearchable(_ value: FieldValue) -> Bool {
      guard let ignoreAbove, value.bytes.count > ignoreAbove else { return true }
      return value.length <= ignoreAbove
    }

    /// The type that values are read by; nil when they are what they look like.
    public var valueType: FieldType? { isMapped ? type : nil }
  }

  /// The fields, at their numbers.
  public private(set) var entries: [Entry] = []
  private var numbers: [String: Int] = [:]
  private let types: FieldTypes

  /// An empty catalog over a type table.
  public init(types: FieldTypes = .standard) {
    self.types = types
  }

  /// The type table that names the types.
  public var fieldTypes: FieldTypes { types }

  /// The number of a field, which is added when it is new. An alias has the number of the field it stands for.
  public mutating func number(of name: String) -> Int {
    if let number = numbers[name] { return number }
    let path = types.mapping?.concrete(name) ?? name
    let number = numbers[path] ?? add(path)
    numbers[path] = number
    numbers[name] = number
    return number
  }

  private mutating func add(_ path: String) -> Int {
    entries.append(
      Entry(
        path: path, type: types.type(of: path), ignoreAbove: types.ignoreAbove(of: path),
        isMapped: types.isMapped(path), mapped: types.mapping?.field(path)))
    return entries.count - 1
  }
}
