import CloudTrail
import Events
import Foundation
import OrderedCollections
import TestSupport
import Testing

/// The lazy source and the mapper must say the same of every field of every record.
@Suite struct RecordSourceTests {
  private static let paths = [
    // First those that are mapped without a document, while there is none.
    "entity.target.id", "entity.id", "actor.entity.id", "target.entity.id", "user.entity.id",
    "user.target.entity.id", "host.entity.id", "host.target.entity.id", "service.entity.id",
    "service.target.entity.id", "related.entity",
    "event.dataset", "data_stream.dataset", "data_stream.type", "data_stream.namespace", "event.module",
    "cloud.provider", "event.action",
    "event.provider", "event.id", "event.outcome", "event.category", "event.type", "user.name", "user.id",
    "user.target.name",
    "user_agent.original", "user_agent.name", "source.address", "source.ip", "cloud.region",
    "cloud.account.id", "tls.client.server_name",
    "aws.cloudtrail.event_version", "aws.cloudtrail.event_type", "aws.cloudtrail.event_category",
    "aws.cloudtrail.read_only",
    "aws.cloudtrail.request_id", "aws.cloudtrail.error_code", "aws.cloudtrail.error_message",
    "aws.cloudtrail.recipient_account_id",
    "aws.cloudtrail.session_credential_from_console", "aws.cloudtrail.user_identity.type",
    "aws.cloudtrail.user_identity.arn",
    "aws.cloudtrail.user_identity.access_key_id", "aws.cloudtrail.user_identity.invoked_by",
    "aws.cloudtrail.user_identity.session_context.mfa_authenticated",
    "aws.cloudtrail.user_identity.session_context.session_issuer.type",
    "aws.cloudtrail.user_identity.session_context.session_issuer.principal_id",
    "aws.cloudtrail.user_identity.session_context.session_issuer.arn",
    "aws.cloudtrail.user_identity.session_context.session_issuer.account_id",
    "aws.cloudtrail.request_parameters",
    "aws.cloudtrail.response_elements", "aws.cloudtrail.additional_eventdata",
    "aws.cloudtrail.service_event_details",
    "aws.cloudtrail.flattened.request_parameters.bucketName",
    "aws.cloudtrail.flattened.request_parameters.roleArn",
    "aws.cloudtrail.flattened.request_parameters.ipPermissions.items.ipRanges.items.cidrIp",
    "aws.cloudtrail.flattened.request_parameters.maxItems",
    "aws.cloudtrail.flattened.response_elements.user.userName",
    "aws.cloudtrail.console_login.additional_eventdata.mfa_used",
    "aws.cloudtrail.resources.arn", "aws.cloudtrail.resources.type", "aws.cloudtrail.resources.account_id",
    "user_agent.version", "user_agent.os.name", "user_agent.device.name", "related.user", "@timestamp",
    "process.name", "host.os.type",
  ]

  private func compare(
    _ texts: [[UInt8]], _ paths: [String] = paths, types: FieldTypes = .standard
  ) throws -> Int {
    var catalog = FieldCatalog(types: types)
    let numbers = paths.map { catalog.number(of: $0) }
    let mapper = ECSMapper(options: ECSMapper.Options(ingested: Timestamp(nanoseconds: 0)))
    let lazy = RecordSource(catalog: catalog, mapper: mapper)
    let full = DocumentSource(catalog: catalog)
    let scanner = SlotScanner(plan: RecordSlot.plan)
    var compared = 0
    var numbered: [Int: [String]] = [:]
    for text in texts {
      try text.withUnsafeBufferPointer { bytes in
        let start = try #require(bytes.baseAddress)
        guard (try? scanner.scanObject(JSONScanner(start: start, end: start + bytes.count), at: start)) != nil
        else { return }
        let record = try #require(try JSONReader.read(bytes).object)
        lazy.move(to: bytes, slots: scanner)
        full.move(to: mapper.document(record: record, original: String(decoding: bytes, as: UTF8.self)))
        for (field, path) in zip(numbers, paths) {
          let expected = full.values(of: field).map(\.text)
          #expect(
            lazy.values(of: field).map(\.text) == expected,
            "\(path) of \(String(decoding: bytes, as: UTF8.self))")
          compared += 1
          guard lazy.numbersValues(of: field), let number = lazy.number(of: field) else { continue }
          #expect(numbered.updateValue(expected, forKey: number) ?? expected == expected)
        }
      }
    }
    return compared
  }

  /// The records of all files of a folder, each as its text.
  private func records(_ folder: URL) throws -> [[UInt8]] {
    var records: [[UInt8]] = []
    for file in try SharedData.files(in: folder, suffix: ".json") {
      let value = try JSONReader.read(try SharedData.bytes(file))
      for record in value["Records"]?.array ?? value.array ?? [value] {
        records.append(Array(JSONWriter.text(record).utf8))
      }
    }
    return records
  }

  @Test func agreesOnTheExamples() throws {
    #expect(try compare(try records(SharedData.examples)) > 1000)
  }

  /// A mapping of the user's gives fields other names, values of their own and other readings.
  @Test func agreesUnderAMappingOfTheUsers() throws {
    let mapping = IndexMapping(
      fields: [
        "event.action": MappedField(type: .keyword, ignoreAbove: 5, nullValue: "none"),
        "event.action.text": MappedField(type: .text, source: "event.action"),
        "event.dataset": MappedField(type: .constantKeyword, constant: "another"),
        "aws.cloudtrail.error_code": MappedField(type: .keyword, nullValue: "none"),
        "cloud.region": MappedField(type: .constantKeyword, constant: "nowhere"),
        "process.name": MappedField(type: .constantKeyword, constant: "cloudtrail"),
        "aws.cloudtrail.flattened.request_parameters": MappedField(type: .flattened, nullValue: "null"),
      ], aliases: ["action": "event.action", "words": "event.action.text"])
    let types = FieldTypes(limits: .elastic, mapping: mapping)
    let records = try records(SharedData.examples) + [Array(#"{"eventName":"X","awsRegion":null}"#.utf8)]
    let names = Self.paths + Array(mapping.fields.keys) + Array(mapping.aliases.keys)
    #expect(try compare(records, names, types: types) > 1000)
    #expect(try values("words", records[0], types) == values("event.action", records[0], .standard))
    #expect(try values("event.dataset", records[0], types) == ["aws.cloudtrail"])
    #expect(try values("process.name", records[0], types) == ["cloudtrail"])
    #expect(try values("cloud.region", records[records.count - 1], types) == ["nowhere"])
    #expect(try values("aws.cloudtrail.error_code", records[records.count - 1], types) == [])
  }

  /// The values of one field of a record.
  private func values(_ path: String, _ text: [UInt8], _ types: FieldTypes) throws -> [String] {
    var catalog = FieldCatalog(types: types)
    let number = catalog.number(of: path)
    let source = RecordSource(
      catalog: catalog, mapper: ECSMapper(options: ECSMapper.Options(ingested: Timestamp(nanoseconds: 0))))
    let scanner = SlotScanner(plan: RecordSlot.plan)
    return try text.withUnsafeBufferPointer { bytes in
      let start = try #require(bytes.baseAddress)
      _ = try scanner.scanObject(JSONScanner(start: start, end: start + bytes.count), at: start)
      source.move(to: bytes, slots: scanner)
      return source.values(of: number).map(\.text)
    }
  }

  @Test(.enabled(if: SharedData.folder != nil, "skipped: no ../shared/data"))
  func agreesOnRealRecords() throws {
    let folder = try #require(SharedData.folder).appending(path: "cloudtrail")
    #expect(try compare(try records(folder)) > 100_000)
  }

  /// Records with values that are odd, missing, empty or of another type.
  @Test func agreesOnMutations() throws {
    let odd = [
      "null", "\"\"", "\"-\"", "\"none\"", "5", "true", "{}", "[]", "[\"a\"]", "{\"a\":\"b\"}",
      "\"\\u0041B\"", "\"é\"",
    ]
    let keys = [
      "eventName", "eventSource", "errorCode", "errorMessage", "sourceIPAddress", "userAgent", "awsRegion",
      "requestParameters", "responseElements",
      "recipientAccountId", "readOnly", "eventID", "eventType", "additionalEventData",
    ]
    var random = SplitMix(state: 7)
    var texts: [[UInt8]] = []
    for _ in 0..<600 {
      let identity = ["type", "userName", "principalId", "accountId", "arn"].map { key in
        let values =
          odd.filter { !$0.hasPrefix("{") && !$0.hasPrefix("[") } + [
            "\"AssumedRole\"", "\"IdentityCenterUser\"", "\"x\"",
          ]
        return "\"\(key)\":\(values.randomElement(using: &random) ?? "1")"
      }
      let members = keys.map { key in
        let values =
          odd + [
            "\"ConsoleLogin\"", "\"CreateUser\"", "\"192.0.2.1\"",
            "{\"userName\":\"u\",\"ConsoleLogin\":\"Failure\"}",
          ]
        return "\"\(key)\":\(values.randomElement(using: &random) ?? "1")"
      }
      texts.append(
        Array(
          "{\"userIdentity\":{\(identity.joined(separator: ","))},\(members.joined(separator: ","))}".utf8))
    }
    #expect(try compare(texts) > 10_000)
  }

  /// Payloads, resources and logins that are odd: members twice, with dots, with escapes, deeper or of another type.
  @Test func agreesOnOddMembers() throws {
    let scalars = [
      "null", "\"\"", "\"-\"", "\"none\"", "-5.50", "1e3", "true", "\"x\"", "\"No\"", "\"Success\"",
      "\"a\\n\\u0041\"", "\"é\"",
    ]
    let names = [
      "bucketName", "roleArn", "maxItems", "user", "userName", "user.userName", "ARN", "type", "accountId",
      "MFAUsed",
      "ConsoleLogin", "r\\u006fleArn", "roleArn.x", "other",
    ]
    var random = SplitMix(state: 13)
    func value(_ depth: Int) -> String {
      let kind = depth > 2 ? 0 : Int.random(in: 0..<6, using: &random)
      if kind == 1 {
        return "["
          + (0..<Int.random(in: 0..<3, using: &random)).map { _ in value(depth + 1) }.joined(separator: ", ")
          + "]"
      }
      return kind == 2 ? object(depth + 1) : scalars.randomElement(using: &random) ?? "1"
    }
    func object(_ depth: Int) -> String {
      let members = (0..<Int.random(in: 0..<5, using: &random)).map { _ in
        "\"\(names.randomElement(using: &random) ?? "a")\" : \(value(depth))"
      }
      return "{" + members.joined(separator: " ,") + "}"
    }
    let texts = (0..<3000).map { _ in
      let action = Bool.random(using: &random) ? "ConsoleLogin" : "CreateUser"
      let resources = (0..<Int.random(in: 0..<3, using: &random)).map { _ in value(1) }
      return Array(
        """
        {"eventName":"\(action)","userAgent":"agent/\(Int.random(in: 0..<5000, using: &random))","requestParameters":\(object(0)),
        "responseElements":\(object(0)),"additionalEventData":\(object(0)),"resources":[\(resources.joined(separator: ","))]}
        """.utf8)
    }
    #expect(try compare(texts) > 10_000)
  }
}
