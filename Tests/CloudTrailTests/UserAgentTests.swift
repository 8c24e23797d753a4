import CloudTrail
import Events
import OrderedCollections
import Testing

@Suite struct UserAgentTests {
  @Test(arguments: [
    ("aws-cli/2.28.11 md/awscrt#0.27.6 ua/2.1 os/linux#6.8.0 lang/python#3.13.4", "aws-cli", "2.28.11"), ("[aws-cli/1.18.5 Python/3.7 Linux/4.14]", "aws-cli", "1.18.5"),
    ("Boto3/1.40.21 md/Botocore#1.40.21", "Boto3", "1.40.21"), ("Go-http-client/2.0", "Go-http-client", "2.0"), ("curl/8.5.0", "curl", "8.5.0"),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox", "143.0"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36", "Chrome", "141.0.0.0"),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.1.2", "Edge", "141.0.1.2"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15", "Safari", "18.6"),
    ("config.amazonaws.com", "Other", nil), ("AWS Internal", "Other", nil),
  ])
  func programs(_ agent: String, _ name: String, _ version: String?) {
    let mapper = ECSMapper(options: ECSMapper.Options(ingested: Timestamp(nanoseconds: 0)))
    let document = JSON.object(mapper.document(record: ["userAgent": .string(agent)], original: ""))
    #expect(document[path: "user_agent.name"]?.string == name)
    #expect(document[path: "user_agent.version"]?.string == version)
    #expect(document[path: "user_agent.original"]?.string == agent)
  }
}
