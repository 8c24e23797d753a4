import Events

extension ESQLFunctions {
  static let addresses: [ESQLFunction] = [
    ESQLFunction("cidr_match", 2...10_000, [[.ip, .keyword], [.keyword]], .boolean) { arguments, context in
      let text = arguments[0].printed ?? ""
      guard let address = IPAddress(text) else { return .null }
      for argument in arguments.dropFirst() {
        guard let network = argument.string.flatMap({ IPNetwork($0) }) else {
          context.warn(
            "cidr_match: \"\(argument.printed ?? "")\" is no range of addresses; the result is null")
          return .null
        }
        if network.contains(address) { return .boolean(true) }
      }
      return .boolean(false)
    },
    ESQLFunction("ip_prefix", 3...3, [[.ip, .keyword], [.long]], .ip) { arguments, _ in
      guard let address = IPAddress(arguments[0].printed ?? ""), case .long(let four) = arguments[1],
        case .long(let six) = arguments[2]
      else { return .null }
      let length = address.isV4 ? four : six
      return IPNetwork("\(address)/\(length)").map { .ip($0.first) } ?? .null
    },
  ]
}
