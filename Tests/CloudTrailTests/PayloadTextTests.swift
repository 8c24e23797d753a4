import CloudTrail
import Events
import Testing

@Suite struct PayloadTextTests {
  /// The orders are those that a Java program prints for a `HashMap` filled in the order of the record.
  @Test(arguments: [
    (#"{"b":1,"a":2}"#, "{a=2, b=1}"), (#"{"bucketName":"x","Host":"h","key":"k"}"#, "{bucketName=x, Host=h, key=k}"),
    (#"{"Aa":1,"BB":2}"#, "{Aa=1, BB=2}"), (#"{"BB":2,"Aa":1}"#, "{BB=2, Aa=1}"),
    (#"{"k":[1,[],{"x":""},"none","v"]}"#, "{k=[1, v]}"), (#"{"a":"none","b":{"c":"-"}}"#, "-"), ("[1,2]", "[1, 2]"),
    (#""text""#, "text"), (#"{"t":true,"n":-5,"d":1.5,"e":1e10,"s":0.0001,"z":100.0,"l":1234567.0,"m":12345678.0}"#, "{s=1.0E-4, t=true, d=1.5, e=1.0E10, z=100.0, l=1234567.0, m=1.2345678E7, n=-5}"),
    (#"{"long":12345678901234567890}"#, "{long=12345678901234567890}"),
  ])
  func texts(_ payload: String, _ expected: String) throws {
    #expect(PayloadText.text(of: try JSONReader.read(payload)) ?? "-" == expected)
  }

  /// Twelve keys fill a table of 16 buckets; the thirteenth doubles it, and with it the order changes.
  @Test func removedKeysCountForTheOrder() throws {
    let names = (0..<12).map { "k\($0)" } + ["zz"]
    func text(_ last: String) throws -> String? {
      let members = names.dropLast().map { "\"\($0)\":1" } + ["\"zz\":\(last)"]
      return PayloadText.text(of: try JSONReader.read("{\(members.joined(separator: ","))}"))
    }
    let kept = try #require(try text("1"))
    let removed = try #require(try text("\"\""))
    #expect(kept.replacing(", zz=1", with: "").replacing("zz=1, ", with: "") == removed)
  }
}
