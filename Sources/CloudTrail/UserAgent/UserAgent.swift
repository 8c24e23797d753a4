import Events
import OrderedCollections

/// A user agent taken apart: the program, its version, the operating system and the device.
///
/// The names are those of the public `uap-core` definitions (https://github.com/ua-parser/uap-core), which Elasticsearch's
/// user agent processor uses; the recognition is our own and covers what AWS records.
struct UserAgent {
  private(set) var name = "Other"
  private(set) var version: String?
  private(set) var osName: String?
  private(set) var osVersion: String?
  private(set) var device = "Other"

  /// Takes a user agent apart, with or without the brackets that AWS puts around some.
  init(_ text: String) {
    let agent = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
    if agent.hasPrefix("Mozilla/") || agent.containsBytes(of: "Mozilla/5.0 (") {
      readBrowser(agent)
    } else {
      readTool(agent)
    }
    readSystem(agent)
  }

  /// The `user_agent.*` fields.
  func fields(original: String) -> JSONObject {
    var fields: JSONObject = ["original": .string(original), "name": .string(name)]
    if let version { fields["version"] = .string(version) }
    fields["device"] = ["name": .string(device)]
    guard let osName else { return fields }
    var os: JSONObject = ["name": .string(osName)]
    if let osVersion {
      os["version"] = .string(osVersion)
      os["full"] = .string("\(osName) \(osVersion)")
    }
    fields["os"] = .object(os)
    return fields
  }

  // MARK: Programs

  /// Browsers by the token that names them; the first that is there counts, since most claim to be others too.
  private static let browsers: [(token: StaticString, name: String)] = [
    ("Edg/", "Edge"), ("Edge/", "Edge"), ("OPR/", "Opera"), ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox iOS"),
    ("Firefox/", "Firefox"), ("CriOS/", "Chrome Mobile iOS"), ("HeadlessChrome/", "HeadlessChrome"),
    ("Chrome/", "Chrome"), ("Version/", "Safari"), ("MSIE ", "IE"),
  ]

  private mutating func readBrowser(_ agent: String) {
    for (token, browser) in Self.browsers {
      guard let found = Self.version(after: token, in: agent) else { continue }
      name = browser == "Chrome" && agent.containsBytes(of: "Mobile") ? "Chrome Mobile" : browser
      version = found
      return
    }
  }

  private static let tools: Set<String> = [
    "aws-cli", "Boto3", "Botocore", "aws-internal", "Go-http-client", "curl", "Wget", "python-requests",
    "python-urllib3", "PostmanRuntime", "okhttp", "Apache-HttpClient", "Java", "Terraform", "APN",
    "S3Console",
    "AWSPowerShell", "AWSPowerShell.Common", "aws-sdk-go", "aws-sdk-go-v2", "aws-sdk-java", "aws-sdk-nodejs",
    "aws-sdk-js", "aws-sdk-ruby3", "aws-sdk-ruby2", "aws-sdk-php", "aws-sdk-rust", "aws-sdk-dotnet-coreclr",
    "aws-sdk-net", "aws-sdk-cpp", "aws-sdk-kotlin", "aws-sdk-swift", "aws-chalice", "Pulumi", "HashiCorp",
    "kubectl", "eksctl", "rclone", "axios", "node-fetch", "insomnia", "libwww-perl",
  ]

  /// Tools name themselves first: `aws-cli/2.17.1 …`.
  private mutating func readTool(_ agent: String) {
    guard let product = agent.utf8.split(separator: UInt8(ascii: " "), maxSplits: 1).first else { return }
    let parts = product.split(separator: UInt8(ascii: "/"), maxSplits: 1)
    guard let first = parts.first.map({ String(Substring($0)) }), Self.tools.contains(first) else { return }
    name = first
    if parts.count > 1 { version = Self.number(parts[1]) }
  }

  // MARK: Systems

  private mutating func readSystem(_ agent: String) {
    if let found = Self.version(after: "Windows NT ", in: agent) {
      osName = "Windows"
      osVersion = ["10.0": "10", "6.3": "8.1", "6.2": "8", "6.1": "7"][found] ?? found
    } else if let found = Self.version(after: "Android ", in: agent) {
      (osName, osVersion, device) = ("Android", found, "Generic Smartphone")
    } else if agent.containsBytes(of: "iPhone") || agent.containsBytes(of: "iPad") {
      (osName, osVersion) = ("iOS", Self.version(after: "OS ", in: agent))
      device = agent.containsBytes(of: "iPhone") ? "iPhone" : "iPad"
    } else if let found = Self.version(after: "Mac OS X ", in: agent) {
      (osName, osVersion, device) = ("Mac OS X", found, "Mac")
    } else if agent.containsBytes(of: "os/macos") || agent.containsBytes(of: "Darwin/") {
      osName = "Mac OS X"
      osVersion = nil
      device = "Mac"
    } else if agent.containsBytes(of: "Ubuntu") {
      osName = "Ubuntu"
    } else if let found = Self.version(after: "Linux/", in: agent) {
      (osName, osVersion) = ("Linux", found)
    } else if agent.containsBytes(of: "Linux") || agent.containsBytes(of: "linux") {
      osName = "Linux"
    } else if let found = Self.version(after: "Windows/", in: agent) {
      (osName, osVersion) = ("Windows", found)
    } else if agent.containsBytes(of: "os/windows") || agent.containsBytes(of: "Windows") {
      osName = "Windows"
    }
  }

  /// The version behind a token; nil when the token is not there or no digit follows it.
  private static func version(after token: StaticString, in agent: String) -> String? {
    agent.byteEnd(of: token).flatMap { number(agent.utf8.dropFirst($0)) }
  }

  /// The digits and dots at the start of a text, with underscores read as dots; nil when there is no digit.
  private static func number(_ text: Substring.UTF8View) -> String? {
    let digits = text.prefix { $0 &- 0x30 < 10 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") }
    let version = digits.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: ".") : $0 }
    let trimmed = version.last == UInt8(ascii: ".") ? version.dropLast() : version[...]
    return trimmed.isEmpty ? nil : String(decoding: trimmed, as: UTF8.self)
  }
}
