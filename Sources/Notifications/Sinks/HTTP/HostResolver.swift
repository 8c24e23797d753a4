import Dispatch
import Events
import Foundation

/// Finds the addresses of a host.
enum HostResolver {
  /// All addresses, of which the guard refuses none.
  ///
  /// - Throws: When there is no address, or one that is refused: a name that leads to both is not to be trusted.
  static func addresses(of host: String, guard rules: AddressGuard) async throws(SinkError) -> [String] {
    let texts = await resolve(host)
    guard !texts.isEmpty else { throw .passing("the name \(host) has no address") }
    for text in texts {
      guard let address = IPAddress(text) else {
        throw .permanent("\(host) has an address that is not known: \(text)")
      }
      if let reason = rules.refusal(of: address) {
        throw .permanent("\(host) is not connected to: \(reason)")
      }
    }
    return texts
  }

  /// `getaddrinfo` waits, and so runs on a thread of its own.
  private static func resolve(_ host: String) async -> [String] {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: lookUp(host)) }
    }
  }

  private static func lookUp(_ host: String) -> [String] {
    var hints = addrinfo()
    #if canImport(Glibc)
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #else
      hints.ai_socktype = SOCK_STREAM
    #endif
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
    defer { freeaddrinfo(list) }
    var found: [String] = []
    var next = list
    while let entry = next?.pointee {
      var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
      let status = getnameinfo(
        entry.ai_addr, entry.ai_addrlen, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST)
      if status == 0 {
        let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // The zone of a link-local address is no part of it.
        let address = String(text.prefix { $0 != "%" })
        if !found.contains(address) { found.append(address) }
      }
      next = entry.ai_next
    }
    return found
  }
}
