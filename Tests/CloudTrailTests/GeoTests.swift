import CloudTrail
import Events
import Foundation
import OrderedCollections
import TestSupport
import Testing

@Suite struct GeoTests {
  private static let files = ["nightjar-city-sample.mmdb", "nightjar-asn-sample.mmdb"].map {
    SharedData.examples.appending(path: "geo/\($0)").path
  }

  private func source(_ address: String, _ files: [String]) throws -> JSON? {
    let options = ECSMapper.Options(ingested: Timestamp(nanoseconds: 0), geo: try GeoDatabases(paths: files))
    let document = ECSMapper(options: options).document(
      record: ["sourceIPAddress": .string(address)], original: "")
    return document["source"]
  }

  @Test func placesAndSystemsOfAddresses() throws {
    let source = try #require(try source("192.0.2.146", Self.files))
    #expect(
      source["geo"] == [
        "continent_name": "Europe", "country_iso_code": "IS", "country_name": "Iceland",
        "region_name": "Capital Region", "city_name": "Reykjavik", "region_iso_code": "IS-1",
        "location": ["lat": 64.15, "lon": -21.94],
      ])
    #expect(source["as"] == ["number": 64496, "organization": ["name": "Example Transit"]])
    #expect(try self.source("2001:db8::1", Self.files)?[path: "geo.city_name"] == "Wellington")
    #expect(try self.source("198.51.100.1", Self.files)?["geo"] == nil)
    #expect(try self.source("192.0.2.146", [Self.files[1]])?["geo"] == nil)
  }

  @Test func filesThatAreNoDatabaseAreNamed() throws {
    let folder = try TemporaryFolder()
    let text = try folder.write("x.mmdb", "no database")
    for path in [text, "/nowhere.mmdb"] {
      #expect(throws: GeoDatabaseError.self) { try GeoDatabases(paths: [path]) }
    }
  }

  /// A rule that asks for a network matches through the lazy source as well.
  @Test func theLazySourceKnowsThem() throws {
    var catalog = FieldCatalog()
    let number = catalog.number(of: "source.as.organization.name")
    let options = ECSMapper.Options(
      ingested: Timestamp(nanoseconds: 0), geo: try GeoDatabases(paths: Self.files))
    let lazy = RecordSource(catalog: catalog, mapper: ECSMapper(options: options))
    let scanner = SlotScanner(plan: RecordSlot.plan)
    try Array(#"{"sourceIPAddress":"192.0.2.1"}"#.utf8).withUnsafeBufferPointer { bytes in
      let start = try #require(bytes.baseAddress)
      _ = try scanner.scanObject(JSONScanner(start: start, end: start + bytes.count), at: start)
      lazy.move(to: bytes, slots: scanner)
      #expect(lazy.values(of: number).map(\.text) == ["Example Transit"])
    }
  }
}
