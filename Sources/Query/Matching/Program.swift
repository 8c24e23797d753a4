public import Events

/// Queries compiled together for matching: tests that several queries share are stored once, each query is a list of
/// jumps over them, and an index leads from the values of an event to the queries that could match it.
public struct Program: Sendable {
  /// One step of a query: a test, and where to go when it passes and when it does not.
  struct Step: Sendable {
    let predicate: Int32
    var onTrue: Int32
    var onFalse: Int32
  }

  /// The target of a jump that ends with a match.
  static let accept: Int32 = -1
  /// The target of a jump that ends without a match.
  static let reject: Int32 = -2

  /// The queries that only match when one field has one of certain values, found by that value.
  struct Index: Sendable {
    let field: Int
    let table: ByteTable
    /// For each number of the table the queries.
    let queries: [[Int]]
  }

  /// The fields that the queries read.
  public let catalog: FieldCatalog
  /// How many queries there are.
  public let queryCount: Int

  let predicates: [Predicate]
  let steps: [Step]
  /// The first step of each query, or a target.
  let starts: [Int32]
  let indexes: [Index]
  /// Queries that no value leads to.
  let always: [Int]
  /// Programs of the expressions on nested objects, with their paths.
  let nested: [(path: String, program: Program)]
  /// Tests on fields by the pattern of their names.
  let anyField: [FieldNameTest]
  /// Tests that are calculated from several fields, with the numbers of these.
  let computed: [(test: ComputedTest, fields: [Int])]
}
