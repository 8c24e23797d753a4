import Events
import OrderedCollections

/// The objects of a record, each looked up once.
struct RecordObjects {
  /// The members by object; objects that are missing have none.
  private var members: [JSONObject] = []
  /// For each object the value on the way to it that is no object.
  private var obstacles: [RecordObject?] = []

  /// The objects of a record.
  init(_ record: JSONObject) {
    members.reserveCapacity(RecordObject.allCases.count)
    obstacles.reserveCapacity(RecordObject.allCases.count)
    members.append(record)
    obstacles.append(nil)
    for object in RecordObject.allCases.dropFirst() {
      let (parent, key) = object.place
      let value = members[parent.rawValue][key]
      members.append(value?.object ?? [:])
      obstacles.append(value == nil || value?.object != nil ? obstacles[parent.rawValue] : object)
    }
  }

  /// A member of an object; nil when it is missing or the object is none.
  subscript(object: RecordObject, key: String) -> JSON? {
    members[object.rawValue][key]
  }

  /// Checks that a member of an object can be looked for.
  ///
  /// - Throws: `MappingFailure` when a value on the way is no object.
  func check(_ object: RecordObject, _ key: String) throws(MappingFailure) {
    guard let place = obstacles[object.rawValue] else { return }
    throw MappingFailure("cannot read \(object.path(of: key)): \(place.path) is not an object")
  }

  /// A member of an object; nil when it is missing.
  ///
  /// - Throws: `MappingFailure` when a value on the way is no object.
  func value(_ object: RecordObject, _ key: String) throws(MappingFailure) -> JSON? {
    try check(object, key)
    return self[object, key]
  }
}
