import CMaxMindDB
import Events

/// One open MaxMind database.
///
/// `@unchecked Sendable`: after it is opened, the handle is only read, which libmaxminddb allows from several threads at
/// once (https://maxmind.github.io/libmaxminddb/, "thread safety").
final class GeoDatabase: @unchecked Sendable {
  private var handle = MMDB_s()
  /// The kind of database by its own word, such as `GeoLite2-City`.
  let type: String

  init(path: String) throws(GeoDatabaseError) {
    let status = MMDB_open(path, UInt32(MMDB_MODE_MMAP), &handle)
    guard status == MMDB_SUCCESS else {
      throw GeoDatabaseError(path: path, reason: String(cString: MMDB_strerror(status)))
    }
    type = handle.metadata.database_type.map { String(cString: $0) } ?? ""
  }

  deinit {
    MMDB_close(&handle)
  }

  /// What the database says of an address; nil when it says nothing.
  func find(_ address: String) -> GeoEntry? {
    var lookupError: Int32 = 0
    var databaseError: Int32 = 0
    var result = MMDB_lookup_string(&handle, address, &lookupError, &databaseError)
    guard lookupError == 0, databaseError == MMDB_SUCCESS, result.found_entry else { return nil }
    return withUnsafeMutablePointer(to: &result.entry) { GeoEntry($0) }
  }
}
