public import Events

/// The result of a collector: an answer with everything that it rests on.
public struct Finding: Sendable {
  /// A value with its name.
  public struct Field: Sendable, Hashable {
    /// The name.
    public let label: String
    /// The value.
    public let value: String
  }

  /// Rows below the answer.
  public struct Table: Sendable, Hashable {
    /// The names of the columns.
    public let columns: [String]
    /// The rows.
    public var rows: [[String]]
    /// How many rows are not shown.
    public var omitted: Int

    init(columns: [String], rows: [[String]], limit: Int = 200) {
      self.columns = columns
      self.rows = Array(rows.prefix(limit))
      omitted = max(0, rows.count - limit)
    }
  }

  /// The name of the collector.
  public let collector: String
  /// What people read above the answer.
  public var title: String
  /// What was asked.
  public let question: String
  /// What the answer means, as the rule says it.
  public var meaning = ""
  /// The answer, in one or two sentences.
  public var answer: String
  /// Whether the question could be answered at all with what was given.
  public var isAnswered = true
  /// Values.
  public var fields: [Field] = []
  /// Tables with their names.
  public var tables: [(title: String, table: Table)] = []
  /// The query in KQL; nil when there was none.
  public var query: String?
  /// What went into it.
  public var inputs: [Field] = []
  /// The period that was asked about.
  public var range: ClosedRange<Timestamp>?
  /// The period that the source knows: what the answer rests on.
  public var history: ClosedRange<Timestamp>?
  /// Why the answer may lack something.
  public var incomplete: [String] = []

  init(_ collector: String, title: String, question: String, answer: String = "") {
    self.collector = collector
    self.title = title
    self.question = question
    self.answer = answer
  }

  /// Adds a value, when there is one.
  mutating func add(_ label: String, _ value: String?) {
    if let value, !value.isEmpty { fields.append(Field(label: label, value: value)) }
  }

  /// Adds an input, when there is one.
  mutating func input(_ label: String, _ value: String?) {
    if let value, !value.isEmpty { inputs.append(Field(label: label, value: value)) }
  }

  /// Adds a table, when it has rows.
  mutating func table(_ title: String, _ columns: [String], _ rows: [[String]], limit: Int = 200) {
    if !rows.isEmpty { tables.append((title, Table(columns: columns, rows: rows, limit: limit))) }
  }
}
