import Events

/// A field that says which entities there are.
struct EntityField {
  /// The object that has the field.
  let object: DocumentObject
  /// The identifiers.
  let entities: [String]

  /// The name of the field in its object.
  var name: String { object == .related ? "entity" : "id" }

  /// The value of the field.
  var value: JSON { .array(entities.map { .string($0) }) }
}
