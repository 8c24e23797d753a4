import Events
import OrderedCollections

/// Where the request came from.
extension RecordMapping {
  mutating func mapSource() {
    if let address = record["sourceIPAddress"] {
      document.set(.source, "address", to: address)
      if let text = address.string, IPAddress(text) != nil {
        document.set(.source, "ip", to: .string(text))
        options.geo?.enrich(&document, address: text)
      }
    }
    guard let agent = text(.root, "userAgent") else { return }
    document.set(.root, "user_agent", to: userAgents.fields(of: agent))
  }
}
