import TestSupport
import Testing

@testable import AWS

/// No text from outside makes a reader crash or hang.
@Suite struct FuzzTests {
  @Test func answers() {
    var mutation = Mutation(
      seed: 7,
      pieces: ["<", ">", "</", "/>", "<![CDATA[", "]]>", "&amp;", "&#x0;", "<?xml", "xmlns=\"", "<!--", "<!"])
    let xml =
      "<?xml version=\"1.0\"?><R xmlns=\"u\"><GetCallerIdentityResult><Arn>a&amp;b</Arn><Account>1</Account><UserId>x</UserId></GetCallerIdentityResult></R>"
    let json =
      #"{"Messages":[{"MessageId":"1","ReceiptHandle":"h","Body":"b","Attributes":{"ApproximateReceiveCount":"2"}}]}"#
    var accepted = 0
    for _ in 0..<1000 * Fuzzing.factor {
      let text = mutation.mutate(xml)
      if (try? GetCallerIdentity().output(answer(text))) != nil { accepted += 1 }
      _ = AWSErrorReader(service: .iam, operation: "GetUser").error(answer(text, status: 400))
      let other = mutation.mutate(json)
      _ = try? ReceiveMessage(queueURL: "q").output(answer(other))
      _ = AWSErrorReader(service: .sqs, operation: "ReceiveMessage").error(answer(other, status: 400))
    }
    // Some changes leave the text as good as it was; not all do.
    #expect((1..<1000 * Fuzzing.factor).contains(accepted))
  }

  private func answer(_ text: String, status: Int = 200) -> AWSResponse {
    AWSResponse(status: status, headers: [], body: Array(text.utf8))
  }

  @Test func sharedFiles() {
    var mutation = Mutation(
      seed: 8, pieces: ["[", "]", "=", "\n", "profile ", "#", ";", " ", "\"", "[[", "=="])
    let text =
      "[default]\naws_access_key_id = A\ns3 =\n  x = 1\n[profile \"a b\"]\nrole_arn=r\nsource_profile = default\n"
    var (accepted, refused) = (0, 0)
    for _ in 0..<1000 * Fuzzing.factor {
      let changed = mutation.mutate(text)
      let surroundings = AWSSurroundings(
        variables: ["AWS_CONFIG_FILE": "/c"], readFile: { $0 == "/c" ? Array(changed.utf8) : nil })
      if (try? AWSConfigFiles(surroundings: surroundings)) != nil { accepted += 1 } else { refused += 1 }
    }
    #expect(accepted > 0 && refused > 0)
  }

  @Test func endpoints() {
    var mutation = Mutation(seed: 9, pieces: ["://", "@", "/", "?", "#", ":", "..", "%00", "\r\n"])
    for _ in 0..<1000 * Fuzzing.factor {
      let url = mutation.mutate("https://sqs.eu-west-1.amazonaws.com:8443/base")
      guard let endpoint = try? AWSEndpoint(url: url, service: .sqs, region: "eu-west-1") else { continue }
      #expect(!endpoint.origin.contains { $0.isWhitespace || $0 == "@" || $0 == "?" || $0 == "#" })
    }
  }
}
