import AWS
import Events

/// Sends notices as mail.
struct EmailSink: Sink {
  let settings: EmailSettings
  let surroundings: SinkSurroundings
  let timeout: Duration

  func send(_ notice: Notice) async throws(SinkError) {
    do {
      try await deliver(message(notice).bytes)
    } catch let error as SinkError {
      throw error
    } catch let error as SettingsError {
      throw .settings(error)
    } catch {
      throw .passing("\(settings.host): \(error)")
    }
  }

  private func message(_ notice: Notice) -> MIMEMessage {
    let text = NoticeText(notice)
    let version = surroundings.version
    let payload = Payload(version: version)
    let attaches = settings.attaches && notice.kind != .test
    return MIMEMessage(
      from: settings.from, to: settings.to,
      subject: settings.subject?.render(notice, version: version) ?? text.subject,
      text: settings.body?.render(notice, version: version) ?? text.lines.joined(separator: "\n"),
      attachment: attaches ? ("\(notice.kind.rawValue).json", payload.render(notice, .native).bytes) : nil,
      identifier: String(MessageKey.of(notice).prefix(40)), date: surroundings.now())
  }

  private func deliver(_ message: [UInt8]) async throws {
    let password = try settings.password?.resolve(surroundings.variables)
    let tls =
      settings.encryption == .none ? nil : try TLSClient(host: settings.host, caFile: settings.caFile)
    let rules = AddressGuard(level: .ownNetwork, allowed: [])
    let addresses = try await HostResolver.addresses(of: settings.host, guard: rules)
    let connection = try await SMTPConnection.open(
      address: addresses[0], port: settings.port, tls: settings.encryption == .tls ? tls : nil,
      timeout: timeout)
    let conversation = SMTPConversation(connection: connection, hostname: Self.name(surroundings.hostname))
    do {
      let offer = try await conversation.begin(settings.encryption, tls)
      if let user = settings.user, let password {
        try await conversation.authenticate(user: user, password: password, offer)
      }
      try await conversation.send(message, from: settings.from, to: settings.to)
      await conversation.end()
      await connection.close()
    } catch {
      await connection.close()
      throw error
    }
  }

  /// The name of this machine as servers take it.
  private static func name(_ hostname: String) -> String {
    let isName = hostname.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
    }
    return isName && !hostname.isEmpty ? hostname : "localhost"
  }
}
