public import Events

extension Program {
  /// The values of a field of the program in the event a source is at, by the type of the field. Values that are too long
  /// to be searched, or that the type cannot hold, are not there.
  public func value(_ field: Int, _ source: some FieldSource) -> Value {
    let entry = catalog.entries[field]
    let values = source.values(of: field)
    if values.count == 1 {
      return entry.isSearchable(values[0]) ? Value(values[0], type: entry.valueType) : .null
    }
    let readable = values.compactMap { entry.isSearchable($0) ? Value($0, type: entry.valueType) : nil }
    return Value(several: readable.filter { !$0.isNull })
  }
}
