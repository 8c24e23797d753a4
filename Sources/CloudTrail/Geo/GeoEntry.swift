import CMaxMindDB

/// The values that a geo database has for one address.
struct GeoEntry {
  private(set) var texts: [String: String] = [:]
  private(set) var numbers: [String: UInt32] = [:]
  private(set) var latitude: Double?
  private(set) var longitude: Double?

  private static let textPaths: [String: [String]] = [
    "continent_name": ["continent", "names", "en"], "country_iso_code": ["country", "iso_code"],
    "country_name": ["country", "names", "en"], "region_iso_code": ["subdivisions", "0", "iso_code"],
    "region_name": ["subdivisions", "0", "names", "en"], "city_name": ["city", "names", "en"],
    "organization": ["autonomous_system_organization"],
  ]

  init(_ entry: UnsafeMutablePointer<MMDB_entry_s>) {
    for (name, path) in Self.textPaths {
      if let data = Self.value(entry, path), data.type == UInt32(MMDB_DATA_TYPE_UTF8_STRING),
        let start = data.utf8_string
      {
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(data.data_size))
        texts[name] = String(decoding: bytes, as: UTF8.self)
      }
    }
    if let data = Self.value(entry, ["autonomous_system_number"]), data.type == UInt32(MMDB_DATA_TYPE_UINT32)
    {
      numbers["number"] = data.uint32
    }
    latitude = Self.double(entry, ["location", "latitude"])
    longitude = Self.double(entry, ["location", "longitude"])
  }

  private static func double(_ entry: UnsafeMutablePointer<MMDB_entry_s>, _ path: [String]) -> Double? {
    guard let data = value(entry, path), data.type == UInt32(MMDB_DATA_TYPE_DOUBLE) else { return nil }
    return data.double_value
  }

  private static func value(_ entry: UnsafeMutablePointer<MMDB_entry_s>, _ path: [String])
    -> MMDB_entry_data_s?
  {
    var data = MMDB_entry_data_s()
    let keys = path.map { Array($0.utf8CString) }
    let status = withPointers(keys[...], []) { MMDB_aget_value(entry, &data, $0) }
    return status == MMDB_SUCCESS && data.has_data ? data : nil
  }

  /// Calls `body` with the keys as a list of C strings that ends with a null pointer.
  private static func withPointers(
    _ keys: ArraySlice<[CChar]>, _ pointers: [UnsafePointer<CChar>?],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Int32
  ) -> Int32 {
    guard let key = keys.first else {
      return (pointers + [nil]).withUnsafeBufferPointer { body($0.baseAddress) }
    }
    return key.withUnsafeBufferPointer { withPointers(keys.dropFirst(), pointers + [$0.baseAddress], body) }
  }
}
