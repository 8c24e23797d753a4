/// How a field is computed that, in most records, only points at a slot. Where that does not do, the way of `RecordField` does.
enum QuickField {
  case moved(RecordSlot)
  case text(RecordSlot)
  case outcome, userName, userID, accountID, sourceIP, isMultiFactor, agent
  /// No field of this kind.
  case none

  /// The quick way for a field.
  init(_ field: RecordField) {
    self =
      switch field {
      case .moved(let slot): .moved(slot)
      case .text(let slot): .text(slot)
      case .outcome: .outcome
      case .userName: .userName
      case .userID: .userID
      case .accountID: .accountID
      case .sourceIP: .sourceIP
      case .isMultiFactor: .isMultiFactor
      case .agent: .agent
      case .constant, .payload, .flattened, .categories, .types, .time, .resource, .entities, .document,
        .never:
        .none
      }
  }
}
