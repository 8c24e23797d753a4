import AWS
import Events
import Testing

@Suite struct EndpointTests {
  @Test func publicEndpointsAreThoseOfBotocore() throws {
    let rows = try Fixture.rows("endpoints.json")
    #expect(rows.count >= 40)
    for row in rows {
      let name = try #require(row["service"]?.string)
      let region = try #require(row["region"]?.string)
      let service = try #require(AWSService.all.first { $0.name == name })
      let endpoint = try AWSEndpoints().endpoint(service, region: region)
      #expect(endpoint.origin == row["url"]?.string, "\(name) in \(region)")
      #expect(endpoint.signingRegion == row["signingRegion"]?.string, "\(name) in \(region)")
    }
  }

  @Test func variablesSetEndpoints() throws {
    let variables = [
      "AWS_ENDPOINT_URL": "http://localhost:4566", "AWS_ENDPOINT_URL_SQS": "https://queue.test:443/base/",
    ]
    let endpoints = AWSEndpoints(explicit: nil, variables: variables, profile: "http://profile.test")
    #expect(try endpoints.endpoint(.s3, region: "eu-west-1").origin == "http://localhost:4566")
    let queue = try endpoints.endpoint(.sqs, region: "eu-west-1")
    #expect(queue.origin == "https://queue.test" && queue.basePath == "/base")
    #expect(queue.signingRegion == "eu-west-1" && queue.isCustom)
    let explicit = AWSEndpoints(explicit: "http://mine.test", variables: variables, profile: nil)
    #expect(try explicit.endpoint(.sqs, region: "eu-west-1").origin == "http://mine.test")
    let profile = AWSEndpoints(explicit: nil, variables: [:], profile: "http://profile.test")
    #expect(try profile.endpoint(.iam, region: "eu-west-1").origin == "http://profile.test")
    var ignoring = variables
    ignoring["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
    let ignored = AWSEndpoints(explicit: nil, variables: ignoring, profile: nil)
    #expect(try ignored.endpoint(.s3, region: "eu-west-1").origin == "https://s3.eu-west-1.amazonaws.com")
  }

  /// Regions come from records, too, and would lead to other hosts.
  @Test(arguments: ["", "evil.test/", "us-east-1.evil.test", "US-EAST-1", "us east", "a@b", "eu-west-1\r\n"])
  func regionsThatAreNone(_ region: String) async {
    let client = AWSClient(
      region: region,
      credentials: StaticCredentials(AWSCredentials(accessKeyID: "A", secretAccessKey: Secret("s"))))
    #expect(await awsError { try await client.send(GetCallerIdentity()) }?.kind == .configuration)
  }

  @Test(arguments: [
    "localhost:4566", "ftp://x", "http://", "http:///path", "http://user@host", "http://h/?q", "http://h/#f",
    "http://a b",
  ])
  func endpointsThatAreNone(_ url: String) {
    #expect(throws: AWSEndpointError.self) {
      try AWSEndpoints(all: url).endpoint(.s3, region: "us-east-1")
    }
  }
}
