import Events
import Testing

@testable import Notifications

@Suite struct AddressGuardTests {
  private func isRefused(
    _ text: String, _ level: AddressGuard.Level = .publicOnly, allowed: [String] = []
  ) -> Bool {
    let rules = AddressGuard(level: level, allowed: allowed.compactMap { IPNetwork($0) })
    return IPAddress(text).map { rules.refusal(of: $0) != nil } ?? true
  }

  @Test func publicAddressesPass() {
    for text in ["8.8.8.8", "52.95.110.1", "2600:1f14::1", "172.32.0.1", "100.128.0.1", "193.0.0.1"] {
      #expect(!isRefused(text), "\(text)")
    }
  }

  @Test func othersAreRefused() {
    for text in [
      "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
      "169.254.169.254", "169.254.170.2", "100.64.0.1", "224.0.0.1", "255.255.255.255", "198.18.0.1", "::",
      "::1",
      "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
      "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a9fe:a9fe::1", "::127.0.0.1",
      "2001:db8::1",
    ] {
      #expect(isRefused(text), "\(text)")
    }
  }

  @Test func networksAreAllowedByName() {
    #expect(!isRefused("10.1.2.3", allowed: ["10.1.2.0/24"]))
    #expect(isRefused("10.1.3.3", allowed: ["10.1.2.0/24"]))
    #expect(!isRefused("127.0.0.1", allowed: ["127.0.0.1"]) && !isRefused("::1", allowed: ["::1"]))
  }

  @Test func serversOfTheOwnNetworkAreReachedButNoMetadata() {
    #expect(!isRefused("10.0.0.1", .ownNetwork) && !isRefused("127.0.0.1", .ownNetwork))
    #expect(isRefused("169.254.169.254", .ownNetwork) && isRefused("fe80::1", .ownNetwork))
    #expect(isRefused("fd00:ec2::254", .ownNetwork) && isRefused("64:ff9b::a9fe:a9fe", .ownNetwork))
  }
}
