import Events
import Testing

@Suite struct IPAddressTests {
  @Test(arguments: [
    "0.0.0.0", "192.0.2.1", "255.255.255.255", "::", "::1", "1::", "2001:db8::1",
    "2001:DB8:0:0:8:800:200C:417A",
    "::ffff:192.0.2.1", "64:ff9b::192.0.2.33", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1:2:3:4:5:6:1.2.3.4",
  ])
  func accepts(_ text: String) {
    #expect(IPAddress(text) != nil)
  }

  @Test(arguments: [
    "", ".", ":", ":::", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.4 ", "1..2.3", "a.b.c.d",
    "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
    "1::2::3", "12345::", "g::", "1:2:3:4:5:6:7:8::", "::1.2.3", "fe80::1%eth0", "[::1]", "ec2.amazonaws.com",
    "AWS Internal", "1:", ":1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:1.2.3.4",
  ])
  func rejects(_ text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test func equalAddressesInDifferentNotation() {
    #expect(IPAddress("::ffff:192.0.2.1") == IPAddress("192.0.2.1"))
    #expect(IPAddress("2001:db8::1") == IPAddress("2001:0DB8:0000:0000:0000:0000:0000:0001"))
  }

  @Test(arguments: [
    ("192.0.2.0/24", "192.0.2.255", true), ("192.0.2.0/24", "192.0.3.0", false),
    ("192.0.2.77/24", "192.0.2.1", true),
    ("10.0.0.0/8", "10.255.1.2", true), ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "2001:db8::1", false),
    ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7/32", "192.0.2.8", false),
    ("2001:db8::/32", "2001:db8:ffff::1", true),
    ("2001:db8::/32", "2001:db9::1", false), ("::/0", "192.0.2.1", true), ("fe80::/10", "febf::1", true),
  ])
  func networks(_ network: String, _ address: String, _ contains: Bool) throws {
    #expect(try #require(IPNetwork(network)).contains(try #require(IPAddress(address))) == contains)
  }

  @Test(arguments: ["192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/", "x/8", "192.0.2.0/8/8", "::/129"])
  func rejectsNetworks(_ text: String) {
    #expect(IPNetwork(text) == nil)
  }
}
