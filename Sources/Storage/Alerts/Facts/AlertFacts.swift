import Events

/// The columns of all alerts in memory, in the order in which alerts were stored: about 64 bytes an alert.
///
/// Counting, ordering and filtering hundreds of thousands of alerts is then a matter of milliseconds, in whatever way it is
/// asked. SQLite has the same columns; its answers are the measure of these.
struct AlertFacts: Sendable {
  /// The columns of text.
  enum Text: Int, CaseIterable, Sendable {
    case ruleID
    case ruleName
    case principal
    case account
    case region
    case action
    case address
  }

  /// What changes in the work on an alert, and what it is: in one byte.
  struct Marks: Sendable, Hashable {
    let bits: UInt8

    init(bits: UInt8) { self.bits = bits }

    init(status: AlertStatus, isBuildingBlock: Bool, isExpected: Bool) {
      bits = UInt8(status.rawValue) | (isBuildingBlock ? 4 : 0) | (isExpected ? 8 : 0)
    }

    var status: AlertStatus { AlertStatus(rawValue: Int(bits & 3)) ?? .open }
    var isBuildingBlock: Bool { bits & 4 != 0 }
    var isExpected: Bool { bits & 8 != 0 }

    /// One more than the greatest number that the bits can be.
    static let count = 16
  }

  /// What stands for no time: no text means a time so early.
  static let noTime = Int64.min

  /// The last change of stored alerts that is in the columns.
  var touch: Int64 = 0
  var seqs: [Int64] = []
  var created: [Int64] = []
  var originalTimes: [Int64] = []
  var severities: [UInt8] = []
  var risks: [UInt8] = []
  var marks: [UInt8] = []
  /// 0 for none.
  var incidents: [Int64] = []
  /// The numbers of texts, by column.
  var codes: [[Int32]] = Array(repeating: [], count: Text.allCases.count)
  /// The texts of each column.
  var texts: [TextCodes] = Array(repeating: TextCodes(), count: Text.allCases.count)
  /// Whether alerts stand in the order of their creation.
  var isInOrderOfCreation = true

  var count: Int { seqs.count }

  /// The place of an alert; nil when it is not there.
  func place(seq: Int64) -> Int? {
    let place = seqs.partitioningPoint { $0 >= seq }
    return place < seqs.count && seqs[place] == seq ? place : nil
  }

  /// The places among which all alerts of a period lie.
  func places(_ period: ClosedRange<Timestamp>?) -> Range<Int> {
    guard let period, isInOrderOfCreation else { return 0..<count }
    let first = created.partitioningPoint { $0 >= period.lowerBound.nanoseconds }
    let end = created.partitioningPoint { $0 > period.upperBound.nanoseconds }
    return first..<max(first, end)
  }

  /// The column of a field that is text; nil when it is another or none.
  static func text(_ field: String) -> Text? {
    switch field {
    case AlertName.ruleID: .ruleID
    case AlertName.ruleName: .ruleName
    default:
      switch AlertField(rawValue: field) {
      case .principal: .principal
      case .account: .account
      case .region: .region
      case .action: .action
      case .address: .address
      case nil: nil
      }
    }
  }
}
