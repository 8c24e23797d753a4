import AWS
import Crypto
import Events
import Foundation

/// Posts notices to an address, signed.
///
/// `X-Nightjar-Signature` is `v1=` and the HMAC-SHA256 in hexadecimal over the value of `X-Nightjar-Timestamp` (seconds
/// since 1970), a full stop, and the body. `Idempotency-Key` is the identifier of the notice, for alerts that of the alert.
struct WebhookSink: Sink {
  let settings: WebhookSettings
  let surroundings: SinkSurroundings
  let timeout: Duration

  func send(_ notice: Notice) async throws(SinkError) {
    let (type, body) = try render(notice)
    var headers = [
      (name: "Content-Type", value: type), ("Idempotency-Key", HeaderText.ascii(notice.id, limit: 255)),
    ]
    var secrets: [Secret] = []
    do throws(SettingsError) {
      headers += try signature(body)
      for header in settings.headers {
        switch header.value {
        case .plain(let text): headers.append((header.name, text))
        case .secret(let reference):
          let secret = try reference.resolve(surroundings.variables)
          guard !secret.reveal().unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
          else {
            throw SettingsError(reference.description, "has control characters")
          }
          headers.append((header.name, secret.reveal()))
          secrets.append(secret)
        }
      }
    } catch {
      throw .settings(error)
    }
    try await GuardedRequest(
      target: settings.target, headers: headers, body: body, timeout: timeout, surroundings: surroundings,
      secrets: secrets
    ).post()
  }

  private func render(_ notice: Notice) throws(SinkError) -> (type: String, bytes: [UInt8]) {
    guard let template = settings.template else {
      return Payload(version: surroundings.version).render(notice, settings.format)
    }
    let text = template.render(notice, version: surroundings.version)
    guard (try? JSONReader.read(text)) != nil else {
      throw .permanent("the template does not give JSON for this notice")
    }
    return ("application/json", Array(text.utf8))
  }

  private func signature(_ body: [UInt8]) throws(SettingsError) -> [(name: String, value: String)] {
    let seconds = String(surroundings.now().nanoseconds / 1_000_000_000)
    var headers = [(name: "X-Nightjar-Timestamp", value: seconds)]
    guard let reference = settings.secret else { return headers }
    let secret = try reference.resolve(surroundings.variables)
    var code = HMAC<SHA256>(key: SymmetricKey(data: Data(secret.reveal().utf8)))
    code.update(data: Data("\(seconds).".utf8))
    code.update(data: body)
    let digits = code.finalize().map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }
    headers.append(("X-Nightjar-Signature", "v1=\(digits.joined())"))
    return headers
  }
}
