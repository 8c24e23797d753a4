import Events
import OrderedCollections

/// The user's geo databases: places and autonomous systems of addresses.
///
/// Field names: https://www.elastic.co/docs/reference/ecs/ecs-geo and https://www.elastic.co/docs/reference/ecs/ecs-as.
public struct GeoDatabases: Sendable {
  private let databases: [GeoDatabase]

  /// Opens MaxMind databases. Which of them has places and which has systems shows when they are asked.
  ///
  /// - Throws: `GeoDatabaseError` naming the file.
  public init(paths: [String]) throws(GeoDatabaseError) {
    var databases: [GeoDatabase] = []
    for path in paths { databases.append(try GeoDatabase(path: path)) }
    self.databases = databases
  }

  /// The kinds of the databases by their own word.
  public var types: [String] { databases.map(\.type) }

  /// Adds `source.geo` and `source.as` where a database knows the address.
  func enrich(_ document: inout DocumentBuilder, address: String) {
    for database in databases {
      guard let entry = database.find(address) else { continue }
      let geo = Self.geo(entry)
      if !geo.isEmpty { document.set(.source, "geo", to: .object(geo)) }
      if let number = entry.numbers["number"] {
        document.set(.sourceSystem, "number", to: .number(JSONNumber(Int(number))))
      }
      if let name = entry.texts["organization"] {
        document.set(.sourceOrganization, "name", to: .string(name))
      }
    }
  }

  private static func geo(_ entry: GeoEntry) -> JSONObject {
    var geo: JSONObject = [:]
    for name in ["continent_name", "country_iso_code", "country_name", "region_name", "city_name"] {
      if let text = entry.texts[name], !text.isEmpty { geo[name] = .string(text) }
    }
    if let country = entry.texts["country_iso_code"], let region = entry.texts["region_iso_code"] {
      geo["region_iso_code"] = .string("\(country)-\(region)")
    }
    if let latitude = entry.latitude, let longitude = entry.longitude {
      geo["location"] = ["lat": .number(JSONNumber(latitude)), "lon": .number(JSONNumber(longitude))]
    }
    return geo
  }
}
