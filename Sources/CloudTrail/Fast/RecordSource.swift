public import Events
public import OrderedCollections

/// A raw CloudTrail record as a source of ECS field values, each computed when a rule asks for it.
///
/// The values are those of `ECSMapper`'s document. Most fields come straight from the bytes of the record; for the
/// others the document is built once, when the first of them is asked for.
public final class RecordSource: FieldSource {
  /// The values of a field, with the record that they were computed for; what is the same for all records has the highest number.
  private struct Prepared {
    var event: UInt64 = 0
    var values = FieldValues(start: nil, count: 0)
  }

  private let fields: [RecordField]
  private let mapper: ECSMapper
  private let arena = Arena()
  private let constants = Arena()
  private let prepared: UnsafeMutableBufferPointer<Prepared>
  /// The number of the record, in a place of its own: reading it takes no check of access.
  private let event = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
  /// Room for one value of each field.
  private let single: UnsafeMutableBufferPointer<FieldValue>
  /// For each field the way to compute it that is tried first.
  private let ways: UnsafeMutableBufferPointer<QuickField>
  /// The user agents that were seen, and what was read of them.
  @exclusivity(unchecked) private var agents = ByteNumbers()
  @exclusivity(unchecked) private var agentFields: [FieldValues?] = []
  /// How many user agents were forgotten: their numbers are not used again.
  @exclusivity(unchecked) private var forgottenAgents = 0
  /// The record whose user agent was looked up, and the number of that; nil when it has none.
  @exclusivity(unchecked) private var agentEvent: UInt64 = 0
  @exclusivity(unchecked) private var agentOfEvent: Int?
  private let agentValues = Arena()
  /// For each flattened field how the first member of its path begins in the text of a payload.
  private let memberStarts: [[UInt8]]
  /// For each field of payloads and resources the names of the members that lead to it.
  private let memberNames: [[[UInt8]]]
  /// For each field its place among those of user agents, and how many of these there are.
  private let agentPlaces: [Int]
  private let agentFieldCount: Int

  @exclusivity(unchecked) private var slots: SlotScanner
  @exclusivity(unchecked) private var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  @exclusivity(unchecked) private var built: JSONObject?
  private let builtSource: DocumentSource
  /// The record whose entities were read, and these.
  @exclusivity(unchecked) private var entityEvent: UInt64 = 0
  @exclusivity(unchecked) private var entityFields: [EntityField] = []
  /// The payloads of the record that were parsed.
  @exclusivity(unchecked) private var payloads: [(slot: RecordSlot, tree: JSON)] = []

  /// When the next records were stored, where that is another time than that of the mapper.
  public var ingested: Timestamp?

  /// A source for the fields of a catalog.
  public init(catalog: FieldCatalog, mapper: ECSMapper) {
    fields = catalog.entries.map { RecordField($0, options: mapper.options) }
    self.mapper = mapper
    prepared = .allocate(capacity: max(1, fields.count))
    prepared.initialize(repeating: Prepared())
    event.initialize(to: 0)
    single = .allocate(capacity: max(1, fields.count))
    single.initialize(
      repeating: FieldValue(kind: .string, bytes: UnsafeBufferPointer(start: nil, count: 0)))
    ways = .allocate(capacity: max(1, fields.count))
    _ = ways.initialize(from: fields.map { QuickField($0) })
    memberNames = fields.map { field in
      switch field {
      case .flattened(_, let path): path.map { Array($0.utf8) }
      case .resource(let key): [Array(key.utf8)]
      default: []
      }
    }
    memberStarts = memberNames.map { names in names.first.map { [UInt8(ascii: "\"")] + $0 } ?? [] }
    var places = [Int](repeating: 0, count: fields.count)
    var count = 0
    for case (let index, .agent) in fields.enumerated() {
      places[index] = count
      count += 1
    }
    agentPlaces = places
    agentFieldCount = count
    slots = SlotScanner(plan: RecordSlot.plan)
    builtSource = DocumentSource(catalog: catalog)
    for case (let index, .constant(let text)) in fields.enumerated() {
      let value = FieldValue(kind: .string, bytes: constants.copy("\(text)"))
      prepared[index] = Prepared(event: .max, values: constants.copy(value))
    }
    for case (let index, .never) in fields.enumerated() { prepared[index].event = .max }
  }

  deinit {
    prepared.deallocate()
    event.deallocate()
    single.deallocate()
    ways.deallocate()
  }

  /// Moves to a record. Values of the one before become invalid.
  ///
  /// - Parameters:
  ///   - bytes: The exact text of the record, which must stay where it is until the next move.
  ///   - slots: The scanner whose latest scan was of this record.
  public func move(to bytes: UnsafeBufferPointer<UInt8>, slots: SlotScanner) {
    self.bytes = bytes
    if self.slots !== slots { self.slots = slots }
    event.pointee += 1
    arena.reset()
    if agents.count >= Self.maximumAgents { forgetAgents() }
    if built != nil { built = nil }
    if !payloads.isEmpty { payloads.removeAll(keepingCapacity: true) }
  }

  /// The values of a field.
  public func values(of field: Int) -> FieldValues {
    if prepared[field].event >= event.pointee { return prepared[field].values }
    let values = quick(field) ?? compute(field)
    prepared[field] = Prepared(event: event.pointee, values: values)
    return values
  }

  /// The values of constants, and of fields that no record has.
  public func fixedValues(of field: Int) -> FieldValues? {
    prepared[field].event == .max ? prepared[field].values : nil
  }

  /// The values of a field that only points at a slot; nil when it takes more than that.
  @inline(__always)
  private func quick(_ field: Int) -> FieldValues? {
    switch ways[field] {
    case .moved(let slot): simple(field, slot)
    case .text(let slot): slots[slot].kind == .string ? simple(field, slot) : Self.none
    case .outcome: outcome()
    case .userName: userName(field)
    case .userID: userID(field)
    case .accountID: accountID(field)
    case .sourceIP: sourceIP(field)
    case .isMultiFactor: isMultiFactor(field)
    case .agent: knownAgent(field)
    case .none: nil
    }
  }

  /// Whether a field is the text of the user agent: few are seen, each very often.
  public func numbersValues(of field: Int) -> Bool {
    if case .text(.userAgent) = ways[field] { true } else { false }
  }

  /// The number of the user agent.
  public func number(of field: Int) -> Int? {
    agentNumber().map { forgottenAgents + $0 }
  }

  /// The value of a slot that is moved as it is; nil when that takes more than pointing at it.
  @inline(__always)
  private func simple(_ field: Int, _ slot: RecordSlot) -> FieldValues? {
    let slot = slots[slot]
    switch slot.kind {
    case .absent, .null: return Self.none
    case .string where !slot.isEscaped:
      single[field] = FieldValue(kind: .string, bytes: slot.bytes)
      if Self.isPruned(single[field]) { return Self.none }
    case .number: single[field] = FieldValue(kind: .number, bytes: slot.bytes)
    case .boolean: single[field] = FieldValue(kind: .boolean, bytes: slot.bytes)
    case .string, .object, .array: return nil
    }
    return FieldValues(start: single.baseAddress.map { $0 + field }, count: 1)
  }

  /// The complete ECS document of the record.
  public func document() -> JSONObject {
    if let built { return built }
    let document = mapper.document(
      record: record(), original: String(decoding: bytes, as: UTF8.self), ingested: ingested)
    built = document
    builtSource.move(to: document)
    return document
  }

  // MARK: Fields

  private static var none: FieldValues { FieldValues(start: nil, count: 0) }

  private func compute(_ field: Int) -> FieldValues {
    switch fields[field] {
    case .constant: prepared[field].values
    case .moved(let slot): moved(slot) ?? fromDocument(field)
    case .text(let slot): slots[slot].kind == .string ? moved(slot) ?? Self.none : Self.none
    case .payload(let slot): payload(slot)
    case .flattened(let slot, let path): flattened(field, slot, path) ?? fromDocument(field)
    case .categories:
      action().map { list(ActionCategories.row(for: $0)?.category ?? []) } ?? fromDocument(field)
    case .types: action().map { list(ActionCategories.row(for: $0)?.type ?? ["info"]) } ?? fromDocument(field)
    case .time: time() ?? fromDocument(field)
    case .resource(let key): resource(field, key) ?? fromDocument(field)
    case .agent(let path): agent(field, path) ?? fromDocument(field)
    case .entities(let object): entities(field, object)
    case .outcome, .userName, .userID, .accountID, .sourceIP, .isMultiFactor, .document: fromDocument(field)
    case .never: Self.none
    }
  }

  private func fromDocument(_ field: Int) -> FieldValues {
    _ = document()
    return builtSource.values(of: field)
  }

  /// The record as a tree.
  private func record() -> JSONObject {
    (try? JSONReader.read(bytes))?.object ?? [:]
  }

  /// The values of a field that only says which entities there are, for which no document is made.
  private func entities(_ field: Int, _ object: DocumentObject) -> FieldValues {
    if built != nil { return builtSource.values(of: field) }
    if entityEvent != event.pointee {
      entityFields = mapper.entities(record: record())
      entityEvent = event.pointee
    }
    return list(entityFields.first { $0.object == object }?.entities ?? [])
  }

  private func list(_ texts: [String]) -> FieldValues {
    arena.copy(texts.map { FieldValue(kind: .string, bytes: arena.copy($0)) })
  }

  /// The value of a slot that the mapping moves unchanged; nil when it is an object or a list, which only the
  /// document can say.
  private func moved(_ name: RecordSlot) -> FieldValues? {
    let slot = slots[name]
    switch slot.kind {
    case .absent, .null: return Self.none
    case .string:
      let value = FieldValue(kind: .string, bytes: slot.decoded(in: arena))
      return Self.isPruned(value) ? Self.none : arena.copy(value)
    case .number: return arena.copy(FieldValue(kind: .number, bytes: slot.bytes))
    case .boolean: return arena.copy(FieldValue(kind: .boolean, bytes: slot.bytes))
    case .object, .array: return nil
    }
  }

  /// Whether the mapping removes a text before anything else: it is empty, `-` or `none`.
  private static func isPruned(_ value: FieldValue) -> Bool {
    guard value.kind == .string else { return false }
    return switch value.bytes.count {
    case 0: true
    case 1: value.bytes[0] == UInt8(ascii: "-")
    case 4: value.bytes.elementsEqual("none".utf8)
    default: false
    }
  }

  /// The first of two slots that has a value; nil when only the document can say that.
  @inline(__always)
  private func first(_ field: Int, _ one: RecordSlot, _ other: RecordSlot) -> FieldValues? {
    guard let values = simple(field, one) else { return nil }
    return values.isEmpty ? simple(field, other) : values
  }

  private func accountID(_ field: Int) -> FieldValues? {
    guard let values = first(field, .identityAccountId, .recipientAccountId) else { return nil }
    return values.isEmpty ? simple(field, .awsAccountId) : values
  }

  private func action() -> String? {
    moved(.eventName).map { $0.first?.text ?? "" }
  }

  private func outcome() -> FieldValues? {
    if slots[.eventName].isEscaped { return nil }
    if slots[.eventName].equals("ConsoleLogin"), hasValue(.consoleLogin) != false { return loginOutcome() }
    guard let hasCode = hasValue(.errorCode), let hasMessage = hasValue(.errorMessage) else { return nil }
    return hasCode || hasMessage ? failure : success
  }

  /// What a response says of a login; nil when only the document can say that.
  private func loginOutcome() -> FieldValues? {
    if slots[.consoleLogin].equals("Success") { return success }
    return slots[.consoleLogin].equals("Failure") ? failure : nil
  }

  /// Whether a login was one with a second factor; nil when only the document can say that.
  private func isMultiFactor(_ field: Int) -> FieldValues? {
    if slots[.eventName].isEscaped { return nil }
    guard slots[.eventName].equals("ConsoleLogin") else { return Self.none }
    guard let isSaid = hasValue(.additionalMFAUsed) else { return nil }
    return isSaid ? (slots[.additionalMFAUsed].equals("No") ? no : yes) : Self.none
  }

  private lazy var yes = constants.copy(FieldValue(kind: .boolean, bytes: constants.copy("true")))
  private lazy var no = constants.copy(FieldValue(kind: .boolean, bytes: constants.copy("false")))

  /// Whether a slot has a value that is not removed; nil when only the document can say that.
  private func hasValue(_ name: RecordSlot) -> Bool? {
    let slot = slots[name]
    return switch slot.kind {
    case .absent, .null: false
    case .string: slot.isEscaped ? nil : !Self.isPruned(FieldValue(kind: .string, bytes: slot.bytes))
    case .number, .boolean: true
    case .object, .array: nil
    }
  }

  private lazy var success = constants.copy(FieldValue(kind: .string, bytes: constants.copy("success")))
  private lazy var failure = constants.copy(FieldValue(kind: .string, bytes: constants.copy("failure")))

  private func time() -> FieldValues? {
    let slot = slots[.eventTime]
    guard slot.kind == .string, !slot.isEscaped, let time = Timestamp(slot.bytes) else { return nil }
    return arena.copy(FieldValue(kind: .string, bytes: arena.copy(time.description)))
  }

  /// A member of the only resource; the order of several is left to the document.
  private func resource(_ field: Int, _ key: String) -> FieldValues? {
    let slot = slots[.resources]
    if slot.kind == .absent || slot.kind == .null { return Self.none }
    guard slot.kind == .array else { return nil }
    switch JSONLookup.onlyElement(of: slot.bytes) {
    case .absent: return Self.none
    case .text(let element):
      if let values = scalar(field, in: element), !values.isEmpty { return values }
    case .unclear: break
    }
    guard let elements = tree(.resources).array, elements.count <= 1 else { return nil }
    guard let members = elements.first?.object else { return Self.none }
    guard let value = members[key].flatMap({ arena.copy(scalar: $0) }), !Self.isPruned(value) else {
      return members[key] == nil ? Self.none : nil
    }
    return arena.copy(value)
  }

  /// So many user agents are remembered at once, and none that is longer, in bytes.
  private static let maximumAgents = 4096
  private static let maximumAgentLength = 1024

  /// The number of the record's user agent among those that are remembered; nil when it is not one that can be.
  @inline(__always)
  private func agentNumber() -> Int? {
    if agentEvent == event.pointee { return agentOfEvent }
    agentEvent = event.pointee
    let slot = slots[.userAgent]
    let canBe = slot.kind == .string && !slot.isEscaped && slot.bytes.count <= Self.maximumAgentLength
    agentOfEvent = canBe ? agents.number(of: slot.bytes) : nil
    return agentOfEvent
  }

  /// What was read of the user agent before; nil when nothing was.
  @inline(__always)
  private func knownAgent(_ field: Int) -> FieldValues? {
    guard let number = agentNumber() else { return nil }
    let place = number * agentFieldCount + agentPlaces[field]
    return place < agentFields.count ? agentFields[place] : nil
  }

  private func agent(_ field: Int, _ path: [String]) -> FieldValues? {
    guard let original = moved(.userAgent) else { return nil }
    guard slots[.userAgent].kind == .string, let value = original.first else { return Self.none }
    guard let number = agentNumber() else { return agent(value, path, in: arena) }
    while agentFields.count < agents.count * agentFieldCount { agentFields.append(nil) }
    let values = agent(value, path, in: agentValues)
    agentFields[number * agentFieldCount + agentPlaces[field]] = values
    return values
  }

  private func agent(_ original: FieldValue, _ path: [String], in arena: Arena) -> FieldValues {
    var found: [FieldValue] = []
    mapper.userAgents.fields(of: original.text).forEachScalar(at: path[...]) { value in
      if let scalar = arena.copy(scalar: value) { found.append(scalar) }
    }
    return arena.copy(found)
  }

  private func forgetAgents() {
    forgottenAgents += agents.count
    agents = ByteNumbers()
    agentFields = []
    agentValues.reset()
  }

  private func userName(_ field: Int) -> FieldValues? {
    if slots[.eventName].equals("UserAuthentication") { return nil }
    let type = slots[.identityType]
    if type.isEscaped { return nil }
    guard type.equals("AssumedRole") || type.equals("FederatedUser") else {
      return simple(field, .identityUserName)
    }
    return first(field, .issuerUserName, .identityUserName)
  }

  private func userID(_ field: Int) -> FieldValues? {
    if slots[.identityType].isEscaped { return nil }
    return slots[.identityType].equals("IdentityCenterUser")
      ? first(field, .identityPrincipalId, .onBehalfOfUserId) : simple(field, .identityPrincipalId)
  }

  private func sourceIP(_ field: Int) -> FieldValues? {
    guard let address = simple(field, .sourceIPAddress) else { return nil }
    guard let text = address.first, IPAddress(text.bytes) != nil else { return Self.none }
    return address
  }

  // MARK: Payloads

  private func payload(_ name: RecordSlot) -> FieldValues {
    guard let text = PayloadText.text(of: tree(name)) else { return Self.none }
    return arena.copy(FieldValue(kind: .string, bytes: arena.copy(text)))
  }

  private func tree(_ name: RecordSlot) -> JSON {
    if let known = payloads.first(where: { $0.slot == name }) { return known.tree }
    let tree = Self.parse(slots[name])
    payloads.append((name, tree))
    return tree
  }

  private static func parse(_ slot: Slot) -> JSON {
    switch slot.kind {
    case .absent: .null
    case .string: .string(slot.string ?? "")
    // The scan has already accepted these bytes.
    case .null, .number, .boolean, .object, .array: (try? JSONReader.read(slot.bytes)) ?? .null
    }
  }

  /// Payloads whose text is near the length at which the mapping stops making a flattened copy are left to the
  /// document.
  private static let longPayload = 30_000

  /// Whether a payload may have the first member of a flattened field's path, or one whose name begins with it. Names may be
  /// written with escapes.
  private func mayHave(_ field: Int, in name: RecordSlot) -> Bool {
    if payloads.contains(where: { $0.slot == name }) { return true }
    let bytes = slots[name].bytes
    return bytes.containsBytes(of: memberStarts[field]) || JSONLookup.hasEscapes(bytes)
  }

  /// The scalar that the members of a field lead to, without a tree; nil when that takes one.
  private func scalar(_ field: Int, in object: UnsafeBufferPointer<UInt8>) -> FieldValues? {
    var text = object
    for name in memberNames[field] {
      guard text.first == UInt8(ascii: "{") else { return nil }
      switch JSONLookup.member(name, of: text) {
      case .absent: return Self.none
      case .text(let value): text = value
      case .unclear: return nil
      }
    }
    guard let value = JSONLookup.scalar(text) else { return nil }
    return Self.isPruned(value) ? Self.none : arena.copy(value)
  }

  private func flattened(_ field: Int, _ name: RecordSlot, _ path: [String]) -> FieldValues? {
    guard slots[name].kind == .object, slots[name].bytes.count < Self.longPayload else {
      return slots[name].kind == .absent || slots[name].kind == .null ? Self.none : nil
    }
    guard mayHave(field, in: name) else { return Self.none }
    if let values = scalar(field, in: slots[name].bytes) { return values }
    var found: [FieldValue] = []
    tree(name).forEachScalar(at: path[...]) { value in
      guard let scalar = arena.copy(scalar: value), !Self.isPruned(scalar) else { return }
      found.append(scalar)
    }
    return arena.copy(found)
  }
}
